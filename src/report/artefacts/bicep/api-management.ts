import { policyFile, specificationFile, informationFile, isFragment, isPolicy } from '../apiops-layout.ts';
import { API_VERSION, hasProperties, parentOf, typeOf, type References } from '../arm-resource.ts';
import type { PolicyFormat } from '../apiops.ts';
import type { ArtefactFile } from '../artefact-file.ts';
import type { Deployable } from '../deployable.ts';
import type { DeployedModule, EntryPoint } from '../deployments.ts';
import { parameterised, type EnvironmentReference } from '../environment-values.ts';
import { collectionsOf, namesOf, type PlannedResource } from '../planned-resources.ts';
import { bicepFile, ref, SERVICE, type BicepFile, type BicepParameter, type BicepResource } from './bicep-file.ts';
import { bicepComment, bicepString, memberOf, Reference, type BicepValue } from './bicep-text.ts';

/** Where modules find the folder that APIOps publishes: policies and specifications are there once. */
const APIOPS = '../../apiops/';
const ENVIRONMENT_TYPE = 'environmentType';
const ENVIRONMENT_FILE = 'environment';

const SERVICE_NAME: BicepParameter = { name: 'serviceName', type: 'string', about: 'Name of the service.' };
const KEY_VAULT: BicepParameter = { name: 'keyVault', type: 'string', about: 'Name of the Key Vault of its secrets.' };
const BACKENDS: BicepParameter = {
  name: 'backends',
  type: '{ *: string }',
  about: 'Addresses by the id of the backend.',
};
const ENVIRONMENT: BicepParameter = {
  name: 'environment',
  type: ENVIRONMENT_TYPE,
  about: 'What the environment is: a file of parameters/ gives it.',
};

/** What is the same in all files. */
interface BicepTerms {
  /** Of the run: its secrets are those of the environment. */
  readonly keyVault: string;
  /** How policies stand in the APIOps folder. */
  readonly policyFormat: PolicyFormat;
}

/**
 * API Management as the plan leaves it, to deploy from Git: entry points that each stay within what a deployment may hold, with a module
 * for each API and each kind of what APIs share.
 */
export function* apiManagementFiles(
  entryPoints: readonly EntryPoint[],
  { resources, left }: Deployable,
  references: References,
  terms: BicepTerms,
): Iterable<ArtefactFile> {
  if (entryPoints.length === 0) return;
  yield environmentFile();
  for (const [index, entryPoint] of entryPoints.entries()) {
    const needs = new Map<string, readonly BicepParameter[]>();
    for (const each of entryPoint.modules) {
      const file = moduleFile(each, references, terms);
      needs.set(each.name, file.parameters);
      yield bicepFile(file);
    }
    yield entryPointFile(entryPoint, index, entryPoints.length, left, needs);
  }
  yield* subscriptionKeyFiles(resources);
}

/** The type of the parameter that environments give. */
function environmentFile(): ArtefactFile {
  const members: readonly (readonly [string, string, string])[] = [
    ['serviceName', 'string', 'Name of the API Management service, in the resource group that is deployed to.'],
    ['tier', 'string', 'Tier of the service, as ARM names it.'],
    [
      'hostnames',
      '{ hostName: string, certificate: string, asksCallers: bool }[]',
      'Names of the gateway, with the certificates of the vault that they show.',
    ],
    ['keyVault', 'string', 'Name of the Key Vault that the service reads secrets from.'],
    ['backends', '{ *: string }', 'Addresses by the id of the backend.'],
    [
      'subscriptionKeys',
      '{ *: string }',
      'Secrets of the Key Vault that hold keys, by the id of the subscription: one that is not named gets a new key, or keeps its own.',
    ],
  ];
  const lines = members.map(([name, type, about]) => `  @description(${bicepString(about)})\n  ${name}: ${type}\n`);
  return {
    path: `bicep/modules/${ENVIRONMENT_FILE}.bicep`,
    content: `${bicepComment('What differs from one environment to the next; the rest is decided once.')}\n@export()\ntype ${ENVIRONMENT_TYPE} = {\n${lines.join('')}}\n`,
  };
}

function entryPointFile(
  { name, modules }: EntryPoint,
  index: number,
  count: number,
  left: readonly string[],
  needs: ReadonlyMap<string, readonly BicepParameter[]>,
): ArtefactFile {
  const symbols = symbolsOf(modules.map((each) => each.name));
  return bicepFile({
    name,
    about: [
      `API Management as it is planned${count === 1 ? '' : `, ${index + 1} of ${count}: deploy them in order`}. Policies and specifications are those of ../apiops.`,
      'APIs are open as soon as they are deployed, and their policies come after them: let a run import them closed, and deploy this from then on.',
      ...(left.length === 0
        ? []
        : [`Left to a run, for a text of theirs is too long for a deployment: ${left.join(', ')}.`]),
    ],
    imports: { [ENVIRONMENT_TYPE]: `modules/${ENVIRONMENT_FILE}.bicep` },
    parameters: [ENVIRONMENT],
    resources: [],
    modules: modules.map(({ name: own, after }) => ({
      symbol: symbols.get(own) ?? own,
      file: `modules/${own}.bicep`,
      body: {
        params: Object.fromEntries((needs.get(own) ?? []).map((each) => [each.name, ref(`environment.${each.name}`)])),
        dependsOn: after.length === 0 ? undefined : after.map((each) => ref(symbols.get(each) ?? each)),
      },
    })),
  });
}

function moduleFile({ name, resources }: DeployedModule, references: References, terms: BicepTerms): BicepFile {
  const symbols = symbolsOf(resources.map(({ path }) => path));
  const used = new Set<BicepParameter>();
  const written = (reference: EnvironmentReference): Reference => {
    if (reference.kind === 'secret') {
      if (reference.vault === undefined) used.add(KEY_VAULT);
      const vault = reference.vault ?? '${keyVault}';
      return ref(`'https://${vault}\${environment().suffixes.keyvaultDns}/secrets/${reference.name}'`);
    }
    used.add(BACKENDS);
    return ref(`backends${memberOf(reference.id)}`);
  };
  const made = resources.map((resource): BicepResource => {
    const { path } = resource;
    const parent = parentOf(path);
    const holder = parent === undefined ? 'service' : symbols.get(parent);
    const after = references(resource).filter((each) => symbols.has(each) && each !== parent);
    const names = namesOf(path);
    return {
      symbol: symbols.get(path) ?? '',
      type: `${typeOf(path)}@${API_VERSION}`,
      body: {
        parent: holder === undefined ? undefined : ref(holder),
        name: holder === undefined ? ref(`'\${serviceName}/${names.join('/')}'`) : (names.at(-1) ?? ''),
        properties: hasProperties(path) ? propertiesOf(resource, terms, written) : undefined,
        dependsOn: after.length === 0 ? undefined : after.map((each) => ref(symbols.get(each) ?? '')),
      },
    };
  });
  const isHeld = resources.some(({ path }) => parentOf(path) === undefined);
  return {
    name: `modules/${name}`,
    about: [],
    parameters: [SERVICE_NAME, ...used],
    resources: [...(isHeld ? [SERVICE] : []), ...made],
  };
}

function propertiesOf(
  resource: PlannedResource,
  { keyVault, policyFormat }: BicepTerms,
  written: (reference: EnvironmentReference) => Reference,
): BicepValue {
  const { path, properties } = resource;
  if (collectionsOf(path) === 'schemas')
    return ref(`loadJsonContent(${bicepString(`${APIOPS}${informationFile(path)}`)}).properties`);
  const value = toBicep(parameterised(resource, keyVault, written)) as Readonly<Record<string, BicepValue>>;
  if (isPolicy(path) || isFragment(path))
    return {
      ...value,
      format: policyFormat,
      value: ref(`loadTextContent(${bicepString(`${APIOPS}${policyFile(path)}`)})`),
    };
  if (properties['format'] === 'openapi+json')
    return { ...value, value: ref(`string(loadJsonContent(${bicepString(`${APIOPS}${specificationFile(path)}`)}))`) };
  return value;
}

function toBicep(value: unknown): BicepValue {
  if (value === null) return ref('null');
  if (value instanceof Reference || typeof value === 'boolean' || typeof value === 'number') return value;
  if (Array.isArray(value)) return value.map(toBicep);
  if (typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, toBicep(member)]));
  if (typeof value === 'string') return value;
  throw new TypeError(`${typeof value} has no words in Bicep`);
}

/** Keys that callers have already: each subscription again, with the key that a secret of Key Vault holds. */
function* subscriptionKeyFiles(resources: readonly PlannedResource[]): Iterable<ArtefactFile> {
  const subscriptions = resources.filter(({ path }) => collectionsOf(path) === 'subscriptions');
  if (subscriptions.length === 0) return;
  yield bicepFile({
    name: 'modules/subscription-key',
    about: [],
    parameters: [
      SERVICE_NAME,
      { name: 'subscriptionId', type: 'string', about: 'Id of the subscription to a product.' },
      {
        name: 'subscription',
        type: "{ displayName: string, scope: string, state: 'active' | 'suspended' | 'submitted' }",
        about: 'As it is planned.',
      },
      { name: 'primaryKey', type: 'string', about: 'The key, of a secret.', isSecure: true },
    ],
    resources: [
      SERVICE,
      {
        symbol: 'keyed',
        type: `${typeOf('subscriptions/id')}@${API_VERSION}`,
        body: {
          parent: ref('service'),
          name: ref('subscriptionId'),
          properties: {
            displayName: ref('subscription.displayName'),
            scope: ref('subscription.scope'),
            state: ref('subscription.state'),
            primaryKey: ref('primaryKey'),
          },
        },
      },
    ],
  });
  yield bicepFile({
    name: 'subscription-keys',
    about: [
      'Keys that callers have already. Deploy it after the APIs; a subscription whose key no secret holds stays as it is.',
    ],
    imports: { [ENVIRONMENT_TYPE]: `modules/${ENVIRONMENT_FILE}.bicep` },
    parameters: [ENVIRONMENT],
    variables: {
      subscriptions: Object.fromEntries(
        subscriptions.map(({ path, properties }) => [path.slice('subscriptions/'.length), toBicep(properties)]),
      ),
    },
    resources: [
      {
        symbol: 'vault',
        type: 'Microsoft.KeyVault/vaults@2023-07-01',
        isExisting: true,
        body: { name: ref('environment.keyVault') },
      },
    ],
    modules: [
      {
        symbol: 'keyed',
        file: 'modules/subscription-key.bicep',
        each: 'secret in items(environment.subscriptionKeys)',
        body: {
          params: {
            serviceName: ref('environment.serviceName'),
            subscriptionId: ref('secret.key'),
            subscription: ref('subscriptions[secret.key]'),
            primaryKey: ref('vault.getSecret(secret.value)'),
          },
        },
      },
    ],
  });
}

/** Names in Bicep, each once: letters, digits and lines, 255 at most. */
function symbolsOf(names: readonly string[]): ReadonlyMap<string, string> {
  const taken = new Set(['service', 'serviceName', 'backends', 'keyVault', 'environment']);
  return new Map(
    names.map((name) => {
      const short = name.replace(/^apis\/[^/]+/, 'api').replace(/policies\/policy$/, 'policy');
      const base = short.replaceAll(/\W/g, '_').slice(0, 200);
      let symbol = base;
      for (let index = 2; taken.has(symbol); index += 1) symbol = `${base}_${index}`;
      taken.add(symbol);
      return [name, symbol];
    }),
  );
}
