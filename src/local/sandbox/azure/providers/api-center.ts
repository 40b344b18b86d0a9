import { isJson, Refusal, type Json } from '../answers.ts';
import { findResource } from '../resource-store.ts';
import type { AzureState } from '../state.ts';
import type { ResourceType, Written } from './resource-type.ts';

const BASE = {
  apiVersions: ['2024-03-01'],
  methods: ['GET', 'PUT', 'DELETE'],
  etag: 'header',
  name: /^[A-Za-z0-9-]{3,90}$/,
} as const;
const WORKSPACES = 'Microsoft.ApiCenter/services/workspaces';
const STAGES = ['design', 'development', 'testing', 'preview', 'production', 'deprecated', 'retired'];

/** Microsoft.ApiCenter 2024-03-01 (published contract; Microsoft Learn, read 2026-11-29). */
export const apiCenter: readonly ResourceType[] = [
  {
    type: 'Microsoft.ApiCenter/services',
    apiVersions: BASE.apiVersions,
    methods: BASE.methods,
    name: BASE.name,
    isTracked: true,
    more: ['identity'],
    required: ['location'],
    members: [],
    defaults: () => ({ provisioningState: 'Succeeded' }),
  },
  {
    type: WORKSPACES,
    ...BASE,
    required: ['properties.title'],
    members: ['title', 'description'],
    given: { name: 'default', properties: { title: 'Default workspace', description: 'Default workspace' } },
  },
  {
    type: `${WORKSPACES}/environments`,
    ...BASE,
    required: ['properties.title', 'properties.kind'],
    members: ['title', 'description', 'kind', 'server', 'onboarding', 'customProperties'],
    values: { kind: ['development', 'testing', 'staging', 'production'] },
    defaults: () => ({ customProperties: {} }),
  },
  {
    type: `${WORKSPACES}/apis`,
    ...BASE,
    required: ['properties.title', 'properties.kind'],
    members: [
      'title',
      'summary',
      'description',
      'kind',
      'termsOfService',
      'externalDocumentation',
      'contacts',
      'license',
      'customProperties',
    ],
    values: { kind: ['rest', 'graphql', 'grpc', 'soap', 'webhook', 'websocket'] },
    defaults: () => ({ externalDocumentation: [], contacts: [], customProperties: {} }),
  },
  {
    type: `${WORKSPACES}/apis/versions`,
    ...BASE,
    required: ['properties.title', 'properties.lifecycleStage'],
    members: ['title', 'lifecycleStage'],
    values: { lifecycleStage: STAGES },
  },
  {
    type: `${WORKSPACES}/apis/versions/definitions`,
    ...BASE,
    required: ['properties.title'],
    members: ['title', 'description'],
  },
  {
    type: `${WORKSPACES}/apis/deployments`,
    ...BASE,
    members: ['title', 'description', 'environmentId', 'definitionId', 'state', 'server', 'customProperties'],
    values: { state: ['active', 'inactive'] },
    defaults: () => ({ customProperties: {} }),
    check: checkDeployment,
  },
];

/** Ids of a deployment start at the service: `/workspaces/default/environments/NAME`. */
function checkDeployment({ state, id, properties }: Written): void {
  const service = id.slice(0, id.search(/\/workspaces\//i));
  assertThere(state, service, properties, 'environmentId');
  assertThere(state, service, properties, 'definitionId');
  const uris = isJson(properties['server']) ? properties['server']['runtimeUri'] : [];
  if (!Array.isArray(uris)) throw new Refusal(400, 'ValidationError', 'runtimeUri is a list of addresses.');
}

function assertThere(state: AzureState, service: string, properties: Json, name: string): void {
  const id = properties[name];
  if (id === undefined || (typeof id === 'string' && findResource(state, `${service}${id}`))) return;
  throw new Refusal(400, 'ValidationError', `${name} names nothing that exists.`);
}
