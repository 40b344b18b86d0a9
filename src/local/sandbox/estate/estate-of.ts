import { readFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { ImportRefused } from '../aws/import-definition.ts';
import { healthRecordsAccount } from './account/health-records-account.ts';
import { checkDefinitions, estateFromDefinitions, type Definition } from './from-definitions.ts';
import type { CertificateIssuer, SampleEstate } from './sample-estate.ts';

/** The estate made from definition files, else the account of the health records system. Throws ImportRefused for a file that is none. */
export async function estateOf(files: readonly string[], issuer: CertificateIssuer): Promise<SampleEstate> {
  if (files.length === 0) return healthRecordsAccount(issuer);
  return estateFromDefinitions(await readDefinitions(files), issuer);
}

/** Why files cannot be made into an estate, for people; undefined when they can. */
export async function whyRefused(files: readonly string[]): Promise<string | undefined> {
  try {
    checkDefinitions(await readDefinitions(files));
    return undefined;
  } catch (error) {
    if (error instanceof ImportRefused || isFileError(error)) return error.message;
    throw error;
  }
}

const isFileError = (error: unknown): error is NodeJS.ErrnoException => error instanceof Error && 'syscall' in error;

async function readDefinitions(files: readonly string[]): Promise<Definition[]> {
  const definitions = await Promise.all(
    files.map(async (file) => ({ name: basename(file, extname(file)), text: await readFile(file, 'utf8') })),
  );
  return withUniqueNames(definitions);
}

/** Files of one name in several folders. */
function withUniqueNames(definitions: readonly Definition[]): Definition[] {
  const seen = new Map<string, number>();
  return definitions.map(({ name, text }) => {
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return { name: count === 1 ? name : `${name}-${count}`, text };
  });
}
