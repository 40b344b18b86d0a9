import { readFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { estateFromDefinitions, type Definition } from './from-definitions.ts';
import { healthRecordsEstate } from './health-records.ts';
import type { CertificateIssuer, SampleEstate } from './sample-estate.ts';

/** The estate made from definition files, else the health records system. Throws ImportRefused for a file that is none. */
export async function estateOf(files: readonly string[], issuer: CertificateIssuer): Promise<SampleEstate> {
  if (files.length === 0) return healthRecordsEstate(issuer);
  const definitions = await Promise.all(
    files.map(async (file) => ({ name: basename(file, extname(file)), text: await readFile(file, 'utf8') })),
  );
  return estateFromDefinitions(withUniqueNames(definitions), issuer);
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
