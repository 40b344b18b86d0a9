import { toRawXml } from '../../policy/raw-xml.ts';
import type { ArtefactFile } from './artefact-file.ts';
import {
  informationFile,
  isFragment,
  isLink,
  isPolicy,
  isPublished,
  policyFile,
  specificationFile,
} from './apiops-layout.ts';
import { apiopsReadme } from './apiops-readme.ts';
import type { PlannedResource } from './planned-resources.ts';

/** How policies are written; `rawxml` leaves expressions unescaped, for publishers that take nothing else. */
export type PolicyFormat = 'xml' | 'rawxml';

export const CONFIGURATION = 'configuration.crossgate.yaml';

/** Characters that the Bicep compiler loads of a JSON file (`loadJsonContent`, Microsoft Learn, Bicep functions; read 2026-11-29). */
export const MOST_LOADED_JSON = 1_048_576;

/**
 * What the plan leaves as a folder that APIOps publishes: information files, specifications and policies. What its publisher has no
 * place for is in it all the same, so that the folder is the whole configuration.
 * @throws Error for a resource whose id is no name of a folder on every file system: a defect of ours.
 */
export function* apiopsFiles(
  resources: readonly PlannedResource[],
  format: PolicyFormat = 'xml',
): Iterable<ArtefactFile> {
  for (const resource of resources) yield* filesOf(resource, format);
  yield at(CONFIGURATION, `POLICY_SPECIFICATION_FORMAT: ${format}\n`);
  const left = resources.map(({ path }) => path).filter((path) => !isPublished(path));
  const webSocketApis = resources
    .filter(({ properties }) => properties['type'] === 'websocket')
    .map(({ path }) => path);
  yield at('README.md', apiopsReadme(left, format, webSocketApis));
}

const at = (path: string, content: string): ArtefactFile => ({ path: `apiops/${path}`, content });

function* filesOf({ path, properties }: PlannedResource, format: PolicyFormat): Iterable<ArtefactFile> {
  const { value, format: _format, ...others } = properties;
  const xml = (): string => (format === 'xml' ? String(value) : toRawXml(String(value)));
  if (isPolicy(path)) yield at(policyFile(path), xml());
  else if (isLink(path)) yield at(informationFile(path), json({}));
  else if (isFragment(path)) {
    yield at(informationFile(path), json({ properties: others }));
    yield at(policyFile(path), xml());
  } else if (/^apis\/[^/]+$/.test(path)) {
    yield at(informationFile(path), json({ properties: others }));
    if (typeof value === 'string') yield at(specificationFile(path), specificationText(value));
  } else yield at(informationFile(path), json({ properties }));
}

/** For people to read, unless the compiler would not take it so. */
export function specificationText(value: string): string {
  const document: unknown = JSON.parse(value);
  const text = json(document);
  return text.length <= MOST_LOADED_JSON ? text : JSON.stringify(document);
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
