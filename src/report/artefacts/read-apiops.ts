import { readPolicy } from '../../policy/read.ts';
import { writePolicy } from '../../policy/write.ts';
import { CONFIGURATION } from './apiops.ts';
import { isLink, placeOf } from './apiops-layout.ts';
import type { ArtefactFile } from './artefact-file.ts';
import type { PlannedResource } from './planned-resources.ts';

type Properties = PlannedResource['properties'];

/**
 * What an APIOps folder puts at the service, by path: the other way of `apiopsFiles`. Policies come back as well-formed XML, whichever
 * format they are written in, specifications as the text of an import.
 * @param files paths below the folder
 * @throws Error for a file that is not what its name says
 */
export function readApiops(files: Iterable<ArtefactFile>): readonly PlannedResource[] {
  const all = [...files];
  const isRaw = all.some(({ path, content }) => path === CONFIGURATION && /:\s*rawxml\s*$/m.test(content));
  const byPath = new Map<string, Properties>();
  for (const { path: file, content } of all) {
    const place = placeOf(file);
    if (place === undefined) continue;
    const read = contentOf(file, content, place, isRaw);
    byPath.set(place.path, { ...byPath.get(place.path), ...read });
  }
  return [...byPath].map(([path, properties]) => ({ path, properties })).sort((a, b) => (a.path < b.path ? -1 : 1));
}

function contentOf(
  file: string,
  content: string,
  { path, part }: NonNullable<ReturnType<typeof placeOf>>,
  isRaw: boolean,
): Properties {
  if (part === 'policy')
    return { format: 'xml', value: isRaw ? writePolicy(readPolicy(content, { format: 'rawxml' })) : content };
  const document = parse(file, content);
  if (part === 'specification') return { format: 'openapi+json', value: JSON.stringify(document) };
  if (isLink(path)) return {};
  const { properties } = document as { readonly properties?: unknown };
  if (typeof properties !== 'object' || properties === null) throw new Error(`${file}: no properties`);
  return properties as Properties;
}

function parse(file: string, content: string): object {
  try {
    const document: unknown = JSON.parse(content);
    if (typeof document === 'object' && document !== null) return document;
  } catch (error) {
    throw new Error(`${file}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
  throw new Error(`${file}: no JSON object`);
}
