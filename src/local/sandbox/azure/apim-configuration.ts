import type {
  ApimApi,
  ApimBackend,
  ApimConfiguration,
  ApimNamedValue,
  ApimOperation,
  ApimParameter,
  ApimPolicyDocument,
  ApimProduct,
  ApimSchema,
  ApimSubscription,
  ApimVersionSet,
} from '../../../model/apim.ts';
import { isJson } from './answers.ts';
import { servicePath } from './context.ts';
import { childrenOf, findResource } from './resource-store.ts';
import type { ArmResource, AzureState } from './state.ts';
import { vaultedValue } from './vault-secrets.ts';

/** What the target gateway runs: the configuration in `state`, with subscription keys and secret named values. */
export function apimConfiguration(state: AzureState): ApimConfiguration {
  const root = servicePath(state);
  const all = (collection: string): ArmResource[] => childrenOf(state, root, collection);
  // Only the current revision answers without `;rev=n` in the path.
  const apis = all('apis').filter((api) => api.properties['isCurrent'] !== false);
  const products = all('products');
  return {
    serviceName: state.service,
    hostnames: hostnames(findResource(state, root)),
    authorities: authorities(findResource(state, root)),
    apis: apis.map((api) => apiOf(state, api)),
    versionSets: all('apiVersionSets').map((one) => withId(one) as ApimVersionSet),
    policies: policies(state, root, apis, products),
    namedValues: all('namedValues').map((one) => namedValueOf(state, one)),
    backends: all('backends').map((one) => withId(one) as ApimBackend),
    schemas: all('schemas').map((one) => withId(one) as ApimSchema),
    products: products.map((one) => ({
      ...(withId(one) as ApimProduct),
      apiIds: childrenOf(state, one.id, 'apis').map((api) => api.name),
    })),
    subscriptions: all('subscriptions').map((one) => subscriptionOf(root, one)),
  };
}

/** The ARM contract and the model share their members; the id is the last segment. Absent and null are the same. */
function withId(resource: ArmResource): { readonly id: string } {
  const properties = Object.entries(resource.properties).filter(([, value]) => value !== null);
  return { ...Object.fromEntries(properties), id: resource.name };
}

/** A secret's value is the one kept here, or the vault's. */
function namedValueOf(state: AzureState, resource: ArmResource): ApimNamedValue {
  const value = vaultedValue(state, resource.properties);
  const namedValue = { ...(withId(resource) as ApimNamedValue), ...resource.secrets };
  return value === undefined ? namedValue : { ...namedValue, value };
}

function hostnames(service: ArmResource | undefined): string[] {
  const configured = service?.properties['hostnameConfigurations'];
  if (!Array.isArray(configured)) return [];
  return configured.filter((one) => isJson(one) && one['type'] === 'Proxy').map((one) => String(one['hostName']));
}

function authorities(service: ArmResource | undefined): NonNullable<ApimConfiguration['authorities']> {
  const held = service?.properties['certificates'];
  if (!Array.isArray(held)) return [];
  return held.filter(isJson).flatMap(({ storeName, certificate }) => {
    const thumbprint = isJson(certificate) ? String(certificate['thumbprint']) : '';
    const encodedCertificate = service?.secrets?.[thumbprint];
    if (encodedCertificate === undefined) return [];
    return [{ storeName: storeName === 'Root' ? 'Root' : 'CertificateAuthority', encodedCertificate }];
  });
}

function apiOf(state: AzureState, api: ArmResource): ApimApi {
  const { apiVersionSetId, ...rest } = withId(api) as ApimApi;
  const versionSet = apiVersionSetId === undefined ? {} : { apiVersionSetId: lastSegment(apiVersionSetId) };
  return { ...rest, ...versionSet, operations: childrenOf(state, api.id, 'operations').map(operationOf) };
}

function operationOf(operation: ArmResource): ApimOperation {
  const request = operation.properties['request'];
  const parameters = (name: string): readonly ApimParameter[] => {
    const value = isJson(request) ? request[name] : undefined;
    return Array.isArray(value) ? (value as ApimParameter[]) : [];
  };
  return {
    ...(withId(operation) as ApimOperation),
    queryParameters: parameters('queryParameters'),
    headers: parameters('headers'),
  };
}

/** A full scope becomes the short one of the model: `/products/x`, `/apis/x` or `/apis`. */
function subscriptionOf(root: string, resource: ArmResource): ApimSubscription {
  const subscription = withId(resource) as ApimSubscription;
  const { scope } = subscription;
  const isFull = scope.toLowerCase().startsWith(root.toLowerCase());
  const key = resource.secrets?.['primaryKey'];
  const short = { ...subscription, scope: isFull ? scope.slice(root.length) : scope };
  return key === undefined ? short : { ...short, primaryKey: key };
}

function policies(
  state: AzureState,
  root: string,
  apis: readonly ArmResource[],
  products: readonly ArmResource[],
): ApimPolicyDocument[] {
  const at = (id: string, scope: ApimPolicyDocument['scope']): ApimPolicyDocument[] => {
    const policy = findResource(state, `${id}/policies/policy`);
    return policy ? [{ scope, xml: String(policy.properties['value']) }] : [];
  };
  return [
    ...at(root, { kind: 'service' }),
    ...products.flatMap((one) => at(one.id, { kind: 'product', productId: one.name })),
    ...apis.flatMap((api) => [
      ...at(api.id, { kind: 'api', apiId: api.name }),
      ...childrenOf(state, api.id, 'operations').flatMap((one) =>
        at(one.id, { kind: 'operation', apiId: api.name, operationId: one.name }),
      ),
    ]),
  ];
}

function lastSegment(id: string): string {
  return id.split('/').at(-1) as string;
}
