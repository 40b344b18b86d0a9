import { API_VERSION, hasProperties, nameOf, typeOf, type References } from './arm-resource.ts';
import type { ArtefactFile } from './artefact-file.ts';
import type { EntryPoint } from './deployments.ts';
import { parameterised, type EnvironmentReference } from './environment-values.ts';
import { namesOf, type PlannedResource } from './planned-resources.ts';

const SCHEMA = 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#';
const SERVICE_NAME = "parameters('environment').serviceName";
/** Bytes of a template (Microsoft Learn, template best practices; read 2026-11-29). */
const MOST_BYTES = 4 * 1024 * 1024;

/** A template of Azure Resource Manager, as far as ours go. */
export interface ArmTemplate {
  readonly $schema: string;
  readonly contentVersion: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly resources: readonly ArmResource[];
}
export interface ArmResource {
  readonly type: string;
  readonly apiVersion: string;
  readonly name: string;
  readonly properties?: PlannedResource['properties'];
  readonly dependsOn?: readonly string[];
}

/**
 * The same deployments as those of Bicep, as ARM JSON without modules: for who deploys without the compiler.
 * @throws Error for a template that is too large: a defect of ours
 */
export function* armFiles(
  entryPoints: readonly EntryPoint[],
  references: References,
  keyVault: string,
): Iterable<ArtefactFile> {
  for (const { name, modules } of entryPoints) {
    const own = modules.flatMap((each) => each.resources);
    const template = armTemplate(own, references, keyVault);
    const content = `${JSON.stringify(template, null, 2)}\n`;
    if (Buffer.byteLength(content) > MOST_BYTES) throw new Error(`${name}.json is longer than a template may be`);
    yield { path: `arm/${name}.json`, content };
  }
}

function armTemplate(resources: readonly PlannedResource[], references: References, keyVault: string): ArmTemplate {
  const paths = new Set(resources.map(({ path }) => path));
  return {
    $schema: SCHEMA,
    contentVersion: '1.0.0.0',
    parameters: {
      environment: {
        type: 'object',
        metadata: { description: 'What the environment is, as ../bicep/parameters says it.' },
      },
    },
    resources: resources.map((resource) => {
      const { path } = resource;
      const after = references(resource).filter((each) => paths.has(each));
      return {
        type: typeOf(path),
        apiVersion: API_VERSION,
        name: `[concat(${SERVICE_NAME}, '/${nameOf(path)}')]`,
        ...(hasProperties(path) && { properties: propertiesOf(resource, keyVault) }),
        ...(after.length > 0 && { dependsOn: after.map(resourceId) }),
      };
    }),
  };
}

const resourceId = (path: string): string =>
  `[resourceId('${typeOf(path)}', ${[SERVICE_NAME, ...namesOf(path).map((name) => `'${name}'`)].join(', ')})]`;

/** An expression is told from a text by its bracket. */
class Expression {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

function propertiesOf(resource: PlannedResource, keyVault: string): PlannedResource['properties'] {
  return literal(parameterised(resource, keyVault, expression)) as PlannedResource['properties'];
}

function expression(reference: EnvironmentReference): Expression {
  if (reference.kind === 'backend') return new Expression(`[parameters('environment').backends['${reference.id}']]`);
  const host =
    reference.vault === undefined ? "'https://', parameters('environment').keyVault" : `'https://${reference.vault}'`;
  return new Expression(`[concat(${host}, environment().suffixes.keyvaultDns, '/secrets/${reference.name}')]`);
}

/** Texts as they are: one that begins as an expression does is escaped. */
function literal(value: unknown): unknown {
  if (value instanceof Expression) return value.text;
  if (typeof value === 'string') return value.startsWith('[') ? `[${value}` : value;
  if (Array.isArray(value)) return value.map(literal);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, literal(member)]));
}
