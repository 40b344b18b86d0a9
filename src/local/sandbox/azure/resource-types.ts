import { Refusal, type Json } from './answers.ts';
import { servicePath } from './context.ts';
import { findResource } from './resource-store.ts';
import type { AzureState } from './state.ts';

/** What a resource type of API Management needs of its simulation; the generic handler does the rest. */
export interface ResourceType {
  /** Collections along the path, in ARM's spelling: `apis/operations`. */
  readonly type: string;
  /** For `… not found.` */
  readonly label: string;
  /** Properties that a PUT must carry. */
  readonly required?: readonly string[];
  /** Added where the request is silent. */
  readonly defaults?: Json;
  /** Properties that hold ids, given back in full (recorded 2026-11-23). */
  readonly ids?: readonly string[];
  /** Properties that a request may carry and an answer never does. */
  readonly inputOnly?: readonly string[];
  /** Members that are taken and never answered, wherever in the properties they stand. */
  readonly withheld?: readonly string[];
  /** The member whose texts are answered as references to named values that the service makes, and what those are called. */
  readonly vaulted?: { readonly member: string; readonly label: string };
  /** Property that holds when it was first written, ISO 8601. */
  readonly createdAs?: string;
  readonly longRunningPut?: boolean;
  readonly longRunningDelete?: boolean;
  /** An assignment of a resource that stands in this collection of the service: GET answers 405, HEAD 204. */
  readonly assigns?: string;
  /** Of an assignment that the contract reads as what it stands for: GET answers 200 (`Tag_GetByApi`). */
  readonly isReadable?: true;
  /** Of an assignment that HEAD answers as a resource, with 200 and an ETag (`GatewayApi_GetEntityTag`). */
  readonly hasEtag?: true;
  /** Root element of the XML in `value`. */
  readonly policyRoot?: 'policies' | 'fragment';
}

const policy = (type: string): ResourceType => ({
  type,
  label: 'PoliciesConfiguration',
  required: ['value'],
  defaults: { format: 'xml' },
  policyRoot: 'policies',
});

/** Query parameters are hidden unless a request says otherwise (recorded 2026-11-23). */
const MASKED = {
  request: { headers: null, body: null, dataMasking: { queryParams: [{ value: '*', mode: 'Hide' }] } },
  response: null,
};

const diagnostic = (type: string): ResourceType => ({
  type,
  label: 'Diagnostic',
  required: ['loggerId'],
  defaults: { logClientIp: true, httpCorrelationProtocol: 'Legacy', frontend: MASKED, backend: MASKED },
  ids: ['loggerId'],
});

const assignment = (type: string, assigns: string, label: string): ResourceType => ({ type, label, assigns });

const TYPES: readonly ResourceType[] = [
  {
    type: 'apis',
    label: 'API',
    ids: ['apiVersionSetId'],
    inputOnly: [
      'value',
      'format',
      'sourceApiId',
      'apiType',
      'apiVersionSet',
      'wsdlSelector',
      'translateRequiredQueryParameters',
    ],
    createdAs: 'specificationLastUpdated',
    longRunningDelete: true,
    defaults: {
      apiRevision: '1',
      subscriptionRequired: true,
      protocols: ['https'],
      isCurrent: true,
      authenticationSettings: {
        oAuth2: null,
        openid: null,
        oAuth2AuthenticationSettings: [],
        openidAuthenticationSettings: [],
      },
      subscriptionKeyParameterNames: { header: 'Ocp-Apim-Subscription-Key', query: 'subscription-key', bearer: null },
    },
  },
  {
    type: 'apis/operations',
    label: 'Operation',
    required: ['displayName', 'method', 'urlTemplate'],
    defaults: {
      templateParameters: [],
      request: { queryParameters: [], headers: [], representations: [] },
      responses: [],
    },
  },
  { type: 'apis/schemas', label: 'Schema', required: ['contentType', 'document'], longRunningPut: true },
  { type: 'schemas', label: 'Schema', required: ['schemaType'], longRunningPut: true },
  { type: 'apis/releases', label: 'Release', ids: ['apiId'], createdAs: 'createdDateTime' },
  policy('policies'),
  policy('apis/policies'),
  policy('apis/operations/policies'),
  policy('products/policies'),
  {
    type: 'policyFragments',
    label: 'PolicyFragment',
    required: ['value'],
    defaults: { format: 'xml', provisioningState: 'Succeeded' },
    longRunningPut: true,
    policyRoot: 'fragment',
  },
  { type: 'backends', label: 'Backend', required: ['url', 'protocol'] },
  {
    type: 'namedValues',
    label: 'NamedValue',
    required: ['displayName'],
    defaults: { secret: false, tags: null, provisioningState: 'Succeeded' },
    longRunningPut: true,
  },
  { type: 'apiVersionSets', label: 'ApiVersionSet', required: ['displayName', 'versioningScheme'] },
  {
    type: 'caches',
    label: 'Cache',
    required: ['connectionString', 'useFromLocation'],
    vaulted: { member: 'connectionString', label: 'Cache-Connection-String' },
  },
  {
    type: 'products',
    label: 'Product',
    required: ['displayName'],
    defaults: { subscriptionRequired: true, state: 'notPublished' },
  },
  assignment('products/apis', 'apis', 'Api'),
  assignment('products/groups', 'groups', 'Group'),
  assignment('groups/users', 'users', 'User'),
  { ...assignment('apis/tags', 'tags', 'Tag'), isReadable: true },
  { ...assignment('apis/operations/tags', 'tags', 'Tag'), isReadable: true },
  { ...assignment('products/tags', 'tags', 'Tag'), isReadable: true },
  { type: 'gateways', label: 'Gateway' },
  { ...assignment('gateways/apis', 'apis', 'Api'), hasEtag: true },
  { type: 'gateways/hostnameConfigurations', label: 'Gateway hostname configuration', ids: ['certificateId'] },
  { type: 'authorizationProviders', label: 'Authorization Provider', withheld: ['clientSecret'] },
  {
    type: 'authorizationProviders/authorizations',
    label: 'Authorization',
    defaults: { authorizationType: 'OAuth2' },
    withheld: ['clientSecret'],
  },
  { type: 'authorizationProviders/authorizations/accessPolicies', label: 'Authorization Access Policy' },
  {
    type: 'subscriptions',
    label: 'Subscription',
    required: ['displayName', 'scope'],
    defaults: { state: 'active', allowTracing: false },
    ids: ['scope', 'ownerId'],
    inputOnly: ['primaryKey', 'secondaryKey'],
    createdAs: 'createdDate',
  },
  { type: 'groups', label: 'Group', required: ['displayName'], defaults: { builtIn: false, type: 'custom' } },
  {
    type: 'users',
    label: 'User',
    required: ['email', 'firstName', 'lastName'],
    defaults: { state: 'active' },
    inputOnly: ['password', 'confirmation', 'appType'],
    createdAs: 'registrationDate',
    longRunningDelete: true,
  },
  {
    type: 'loggers',
    label: 'Logger',
    required: ['loggerType'],
    defaults: { isBuffered: true },
    vaulted: { member: 'credentials', label: 'Logger-Credentials' },
  },
  diagnostic('diagnostics'),
  diagnostic('apis/diagnostics'),
  { type: 'tags', label: 'Tag', required: ['displayName'] },
  { type: 'certificates', label: 'Certificate', inputOnly: ['data', 'password'] },
];

const BY_TYPE = new Map(TYPES.map((row) => [row.type.toLowerCase(), row]));

/** The row of a type, whatever its case; undefined when API Management has no such type or the sandbox lacks it. */
export function resourceType(type: string): ResourceType | undefined {
  return BY_TYPE.get(type.toLowerCase());
}

/** The assignments that stand for resources of a type: `products/apis` for `apis`. */
export function assignmentsOf(type: string): ResourceType[] {
  return TYPES.filter((row) => row.assigns === type);
}

/** The row of the type that a path of alternating collections and names is of. Throws 404 `InvalidResourceType`. */
export function typeOf(segments: readonly string[]): ResourceType {
  const name = segments.filter((_, index) => index % 2 === 0).join('/');
  const type = resourceType(name);
  if (!type) throw new Refusal(404, 'InvalidResourceType', `The resource type '${name}' could not be found.`);
  return type;
}

/** 404 with the label of the type. */
export function notFound(type: ResourceType): Refusal {
  return new Refusal(404, 'ResourceNotFound', `${type.label} not found.`);
}

/** Throws 404 when what the last resource of a path stands below is not there. */
export function checkParent(state: AzureState, segments: readonly string[]): void {
  if (segments.length < 3) return;
  const parent = segments.slice(0, -2);
  if (!findResource(state, `${servicePath(state)}/${parent.join('/')}`)) throw notFound(typeOf(parent));
}
