import type {
  ApimApi,
  ApimBackend,
  ApimConfiguration,
  ApimNamedValue,
  ApimOperation,
  ApimPolicyDocument,
  ApimPolicyScope,
  ApimProduct,
  ApimSchema,
  ApimSubscription,
  ApimVersionSet,
} from '../model/apim.ts';
import type { Step } from '../model/plan.ts';
import { HANDSHAKE } from './handshake.ts';

/** What a plan does not say: the service that it is for, and secrets by the id of the AWS API key they come from. */
export interface PlannedFor {
  readonly serviceName: string;
  readonly hostname: string;
  readonly keyValue: (keyId: string) => string | undefined;
  /** Value of a secret of Key Vault, by its identifier. */
  readonly secretValue?: (secretIdentifier: string) => string | undefined;
}

type Properties = Readonly<Record<string, unknown>>;

/** What is put by a step. */
export type Put = Pick<Step, 'kind' | 'payload'>;

/** The service's configuration once all steps of a plan are done: what is put last at a path counts. */
export function plannedConfiguration(
  steps: readonly Put[],
  { serviceName, hostname, keyValue, secretValue = () => undefined }: PlannedFor,
): ApimConfiguration {
  const resources = resourcesOf(steps, keyValue);
  const below = <T>(collection: string): T[] =>
    [...resources].flatMap(([path, properties]) => {
      const id = new RegExp(`^${collection}/([^/]+)$`).exec(path)?.[1];
      return id === undefined ? [] : [{ ...properties, id } as T];
    });
  const apis = below<ApimApi>('apis').map((api) => ({
    ...api,
    ...(api.apiVersionSetId !== undefined && { apiVersionSetId: api.apiVersionSetId.split('/').at(-1) ?? '' }),
    operations: api.type === 'websocket' ? [HANDSHAKE] : below<ApimOperation>(`apis/${api.id}/operations`),
  }));
  const members = [...resources.keys()].flatMap((path) => {
    const [, productId, apiId] = /^products\/([^/]+)\/apis\/([^/]+)$/.exec(path) ?? [];
    return productId === undefined || apiId === undefined ? [] : [{ productId, apiId }];
  });
  return {
    serviceName,
    hostnames: [hostname],
    authorities: authoritiesOf(steps),
    apis,
    versionSets: below<ApimVersionSet>('apiVersionSets'),
    policies: [...resources].flatMap(([path, { value }]) => {
      const scope = policyScope(path);
      return scope === undefined ? [] : [{ scope, xml: String(value) } satisfies ApimPolicyDocument];
    }),
    namedValues: below<ApimNamedValue>('namedValues').map((one) => {
      const value = one.keyVault === undefined ? one.value : secretValue(one.keyVault.secretIdentifier);
      return value === undefined ? one : { ...one, value };
    }),
    backends: below<ApimBackend>('backends'),
    schemas: below<ApimSchema>('schemas'),
    products: below<ApimProduct>('products').map((product) => ({
      ...product,
      apiIds: members.filter(({ productId }) => productId === product.id).map(({ apiId }) => apiId),
    })),
    subscriptions: below<ApimSubscription>('subscriptions'),
  };
}

/** What host names bring along for the service to know their callers by. */
const authoritiesOf = (steps: readonly Put[]): NonNullable<ApimConfiguration['authorities']> =>
  steps.flatMap(({ payload }) => (payload['authorities'] ?? []) as NonNullable<ApimConfiguration['authorities']>);

function resourcesOf(steps: readonly Put[], keyValue: PlannedFor['keyValue']): ReadonlyMap<string, Properties> {
  const resources = new Map<string, Properties>();
  for (const { kind, payload } of steps) {
    const path = String(payload['path']);
    const properties = payload['properties'] as Properties;
    if (kind === 'put-apim-resource') resources.set(path, { ...resources.get(path), ...properties });
    if (kind === 'put-subscription') {
      const primaryKey = keyValue(String(payload['keyId']));
      resources.set(path, { ...properties, ...(primaryKey !== undefined && { primaryKey }) });
    }
    if (kind === 'import-operations')
      for (const operation of importedOperations(String(properties['value'])))
        resources.set(`${path}/operations/${operation.id}`, operation as unknown as Properties);
  }
  return resources;
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, DocumentOperation>>>>;
}
interface DocumentOperation {
  readonly operationId: string;
  readonly summary: string;
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly required?: boolean }[];
}

/** Operations of a document that planning wrote (planning/openapi-document.ts). */
function importedOperations(text: string): readonly ApimOperation[] {
  const { paths } = JSON.parse(text) as Document;
  return Object.entries(paths).flatMap(([urlTemplate, item]) =>
    Object.entries(item).map(([verb, { operationId, summary, parameters }]) => ({
      id: operationId,
      displayName: summary,
      method: verb.toUpperCase(),
      urlTemplate,
      templateParameters: parameters
        .filter((parameter) => parameter.in === 'path')
        .map(({ name }) => ({ name, type: 'string', required: true })),
    })),
  );
}

function policyScope(path: string): ApimPolicyScope | undefined {
  const [, productId, apiId, operationId] =
    /^(?:products\/([^/]+)\/|apis\/([^/]+)\/(?:operations\/([^/]+)\/)?)?policies\/policy$/.exec(path) ?? [];
  if (productId !== undefined) return { kind: 'product', productId };
  if (apiId === undefined) return path === 'policies/policy' ? { kind: 'service' } : undefined;
  return operationId === undefined ? { kind: 'api', apiId } : { kind: 'operation', apiId, operationId };
}
