import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { assessSource } from '../../src/cli/assess-source.ts';
import { combineReadings } from '../../src/definitions/combine-readings.ts';
import { readInput } from '../../src/definitions/read-input.ts';

/** Public definitions that API Gateway was configured by, where they lie beside the checkout. */
const DEFINITIONS = '../shared/data/openapi';

/** The ledger of an assessment of all of them: how much is carried, and how much of it without an open decision. */
export function benchTranslate(): Promise<Record<string, number>> {
  if (!existsSync(DEFINITIONS)) throw new Error(`${DEFINITIONS} is not there: put API definitions into it`);
  const files = readdirSync(DEFINITIONS).filter((name) => /\.(json|ya?ml)$/.test(name));
  const readings = files.map((file) => readInput({ file, bytes: readFileSync(join(DEFINITIONS, file)) }));
  const { ledger } = assessSource(combineReadings(readings).inventory).plan;
  const { total: constructs, ...columns } = ledger;
  return Promise.resolve({ constructs, ...columns });
}
