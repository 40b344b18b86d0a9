import type { MigrationPlan, Step } from '../../model/plan.ts';
import { toRawXml } from '../../policy/raw-xml.ts';
import { apiopsReadme } from './apiops-readme.ts';

/** A file of the artefacts: its path with forward slashes, and its text. */
export interface ArtefactFile {
  readonly path: string;
  readonly content: string;
}

type Properties = Readonly<Record<string, unknown>>;

/** A resource of the service as the plan leaves it. */
interface Planned {
  readonly path: string;
  readonly properties: Properties;
}

/**
 * Folder and file of each kind of resource, as the publisher of Azure/apiops reads them (tools/code/common, read
 * 2026-11-25: VersionSet.cs, PolicyFragment.cs, ProductApi.cs, Subscription.cs).
 */
const FILES: readonly (readonly [RegExp, string])[] = [
  [/^apis\/([^/]+)$/, 'apis/$1/apiInformation.json'],
  [/^apis\/([^/]+)\/diagnostics\/([^/]+)$/, 'apis/$1/diagnostics/$2/diagnosticInformation.json'],
  [/^apis\/([^/]+)\/tags\/([^/]+)$/, 'apis/$1/tags/$2/tagInformation.json'],
  [/^apiVersionSets\/([^/]+)$/, 'version sets/$1/versionSetInformation.json'],
  [/^backends\/([^/]+)$/, 'backends/$1/backendInformation.json'],
  [/^diagnostics\/([^/]+)$/, 'diagnostics/$1/diagnosticInformation.json'],
  [/^gateways\/([^/]+)$/, 'gateways/$1/gatewayInformation.json'],
  [/^gateways\/([^/]+)\/apis\/([^/]+)$/, 'gateways/$1/apis/$2/gatewayApiInformation.json'],
  [/^loggers\/([^/]+)$/, 'loggers/$1/loggerInformation.json'],
  [/^namedValues\/([^/]+)$/, 'named values/$1/namedValueInformation.json'],
  [/^policyFragments\/([^/]+)$/, 'policy fragments/$1/policyFragmentInformation.json'],
  [/^products\/([^/]+)$/, 'products/$1/productInformation.json'],
  [/^products\/([^/]+)\/apis\/([^/]+)$/, 'products/$1/apis/$2/productApiInformation.json'],
  [/^subscriptions\/([^/]+)$/, 'subscriptions/$1/subscriptionInformation.json'],
  [/^tags\/([^/]+)$/, 'tags/$1/tagInformation.json'],
];

const POLICY = /^((?:apis\/[^/]+(?:\/operations\/[^/]+)?|products\/[^/]+)\/)?policies\/policy$/;

/**
 * The plan as a folder that APIOps publishes: information files, specifications and policies. Policies are those of an open
 * API, never the guard that closes it while it is imported. No key is in it: the plan has none.
 * @param format of policies: `rawxml` leaves expressions unescaped, for publishers that take nothing else
 * @throws Error for a resource whose id is no name of a folder on every file system: a defect of ours.
 */
export function* apiopsFiles(
  plan: Pick<MigrationPlan, 'steps'>,
  format: 'xml' | 'rawxml' = 'xml',
): Iterable<ArtefactFile> {
  const written = (xml: unknown): string => (format === 'xml' ? String(xml) : toRawXml(String(xml)));
  const left: string[] = [];
  const planned = lastOf(plan.steps);
  for (const { path, properties } of planned) {
    checkPath(path);
    const file = FILES.find(([pattern]) => pattern.test(path));
    const policy = POLICY.exec(path);
    if (policy !== null) yield at(`${policy[1] ?? ''}policy.xml`, written(properties['value']));
    else if (file !== undefined) yield* informationFiles(path.replace(...file), path, properties, written);
    else left.push(path);
  }
  for (const step of plan.steps) if (step.kind === 'import-operations') yield specification(step);
  yield at('configuration.crossgate.yaml', `POLICY_SPECIFICATION_FORMAT: ${format}\n`);
  const webSocketApis = planned.filter(({ properties }) => properties['type'] === 'websocket').map(({ path }) => path);
  yield at('README.md', apiopsReadme(left, format, webSocketApis));
}

const at = (path: string, content: string): ArtefactFile => ({ path: `apiops/${path}`, content });

/** What is put at each path in the end: an API's policy is written by several steps, of which the opening comes last. */
function lastOf(steps: readonly Step[]): readonly Planned[] {
  const byPath = new Map<string, Planned>();
  for (const { kind, payload } of steps) {
    if (kind !== 'put-apim-resource' && kind !== 'put-subscription') continue;
    const path = String(payload['path']);
    byPath.set(path, { path, properties: payload['properties'] as Properties });
  }
  return [...byPath.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** A fragment's XML is a file of its own; a product's membership has no properties. */
function* informationFiles(
  file: string,
  path: string,
  properties: Properties,
  written: (xml: unknown) => string,
): Iterable<ArtefactFile> {
  if (!path.startsWith('policyFragments/')) {
    const isLink = /^(products|gateways)\/[^/]+\/apis\//.test(path);
    yield at(file, json(isLink ? {} : { properties }));
    return;
  }
  const { value, format: _format, ...others } = properties;
  yield at(file, json({ properties: others }));
  yield at(file.replace(/[^/]+$/, 'policy.xml'), written(value));
}

function specification({ payload }: Step): ArtefactFile {
  const path = String(payload['path']);
  checkPath(path);
  const { value } = payload['properties'] as Properties;
  return at(`${path}/specification.json`, json(JSON.parse(String(value))));
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** Names that are safe on every file system: no `..`, no device of Windows, at most what most take. */
function checkPath(path: string): void {
  const isSafe = path
    .split('/')
    .every(
      (name) =>
        /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/.test(name) && !/\.$|^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(name),
    );
  if (!isSafe) throw new Error(`not a path of a resource that can be a file: ${path}`);
}
