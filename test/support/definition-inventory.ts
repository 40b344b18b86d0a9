import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { combineReadings } from '../../src/definitions/combine-readings.ts';
import { readInput } from '../../src/definitions/read-input.ts';
import type { AwsInventory } from '../../src/model/aws-inventory.ts';

const FOLDER = join(import.meta.dirname, 'definitions');

/** Our definitions, read as `crossgate assess` reads files. */
export function definitionInventory(): AwsInventory {
  const files = readdirSync(FOLDER).filter((file) => ['.json', '.yaml'].includes(extname(file)));
  return combineReadings(files.map((file) => readInput({ file, bytes: readFileSync(join(FOLDER, file)) }))).inventory;
}
