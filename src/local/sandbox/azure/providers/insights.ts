import { isJson, Refusal, type Json } from '../answers.ts';
import { childrenOf, findResource } from '../resource-store.ts';
import type { ResourceType, Written } from './resource-type.ts';

const TRACKED = { isTracked: true, methods: ['GET', 'PUT', 'DELETE'] } as const;
const listOf = (value: unknown): Json[] => (Array.isArray(value) ? value.filter(isJson) : []);
const bad = (message: string): Refusal => new Refusal(400, 'BadRequest', message);

const RECEIVERS = [
  'emailReceivers',
  'smsReceivers',
  'webhookReceivers',
  'eventHubReceivers',
  'itsmReceivers',
  'azureAppPushReceivers',
  'automationRunbookReceivers',
  'voiceReceivers',
  'logicAppReceivers',
  'azureFunctionReceivers',
  'armRoleReceivers',
];

/** Microsoft.Insights: alerts, action groups, diagnostic settings and workbooks (published contracts; Microsoft Learn, read 2026-11-29). */
export const insights: readonly ResourceType[] = [
  {
    type: 'Microsoft.Insights/metricAlerts',
    apiVersions: ['2018-03-01'],
    ...TRACKED,
    required: [
      'location',
      'properties.severity',
      'properties.enabled',
      'properties.scopes',
      'properties.evaluationFrequency',
      'properties.windowSize',
      'properties.criteria',
    ],
    members: [
      'description',
      'severity',
      'enabled',
      'scopes',
      'evaluationFrequency',
      'windowSize',
      'targetResourceType',
      'targetResourceRegion',
      'criteria',
      'autoMitigate',
      'actions',
    ],
    values: { evaluationFrequency: ['PT1M', 'PT5M', 'PT15M', 'PT30M', 'PT1H'] },
    createdStatus: 200,
    defaults: () => ({ autoMitigate: true, actions: [] }),
    check: checkAlert,
  },
  {
    type: 'Microsoft.Insights/actionGroups',
    apiVersions: ['2023-01-01'],
    ...TRACKED,
    required: ['location', 'properties.groupShortName', 'properties.enabled'],
    members: ['groupShortName', 'enabled', ...RECEIVERS],
    defaults: () => Object.fromEntries(RECEIVERS.map((name) => [name, []])),
    check({ properties }) {
      if (String(properties['groupShortName']).length > 12)
        throw bad('The group short name is longer than 12 characters.');
      for (const each of listOf(properties['emailReceivers']))
        if (typeof each['name'] !== 'string' || !/^[^@\s]+@[^@\s]+$/.test(String(each['emailAddress'])))
          throw bad('An email receiver needs a name and an email address.');
    },
  },
  {
    type: 'Microsoft.Insights/diagnosticSettings',
    apiVersions: ['2021-05-01-preview'],
    isExtension: true,
    methods: ['GET', 'PUT', 'DELETE'],
    createdStatus: 200,
    members: [
      'storageAccountId',
      'serviceBusRuleId',
      'eventHubAuthorizationRuleId',
      'eventHubName',
      'metrics',
      'logs',
      'workspaceId',
      'marketplacePartnerId',
      'logAnalyticsDestinationType',
    ],
    defaults: () => ({ storageAccountId: null, serviceBusRuleId: null, eventHubName: null, metrics: [], logs: [] }),
    check: checkDiagnostics,
  },
  {
    type: 'Microsoft.Insights/workbooks',
    apiVersions: ['2022-04-01'],
    ...TRACKED,
    more: ['kind'],
    name: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
    required: ['location', 'kind', 'properties.displayName', 'properties.category', 'properties.serializedData'],
    members: ['displayName', 'serializedData', 'version', 'category', 'tags', 'sourceId', 'storageUri', 'description'],
    defaults: () => ({ version: 'Notebook/1.0' }),
  },
  {
    type: 'Microsoft.Insights/components',
    apiVersions: ['2020-02-02'],
    isTracked: true,
    more: ['kind'],
    methods: ['GET'],
  },
];

/** An alert on platform metrics stands at `global`, and calls action groups that are there. */
function checkAlert({ state, body, properties }: Written): void {
  if (body['location'] !== 'global') throw bad('The location of a metric alert is global.');
  const scopes = properties['scopes'];
  if (!Array.isArray(scopes) || scopes.length === 0) throw bad('Scopes cannot be empty.');
  for (const scope of scopes)
    if (!findResource(state, String(scope))) throw bad(`The scope ${String(scope)} does not exist.`);
  const criteria = isJson(properties['criteria']) ? properties['criteria'] : {};
  if (typeof criteria['odata.type'] !== 'string' || listOf(criteria['allOf']).length === 0)
    throw bad('The criteria need an odata.type and at least one criterion.');
  for (const { actionGroupId } of listOf(properties['actions']))
    if (!findResource(state, String(actionGroupId)))
      throw bad(`The action group ${String(actionGroupId)} does not exist.`);
}

/** One destination at least, and no category twice to the same one (Microsoft Learn, diagnostic settings; read 2026-11-29). */
function checkDiagnostics({ state, id, scope, properties }: Written): void {
  const { workspaceId } = properties;
  const places = [workspaceId, properties['storageAccountId'], properties['eventHubAuthorizationRuleId']];
  if (places.every((place) => place === undefined || place === null))
    throw bad('At least one data sink needs to be specified.');
  const categories = categoriesOf(properties);
  if (categories.length === 0) throw bad('At least one category or category group needs to be enabled.');
  if (typeof workspaceId === 'string' && !findResource(state, workspaceId))
    throw new Refusal(404, 'ResourceNotFound', `The Resource '${workspaceId}' was not found.`);
  for (const other of childrenOf(state, `${scope}/providers/Microsoft.Insights`, 'diagnosticSettings')) {
    if (other.id.toLowerCase() === id.toLowerCase()) continue;
    const isSame = String(other.properties['workspaceId']).toLowerCase() === String(workspaceId).toLowerCase();
    const shared = categoriesOf(other.properties).find((category) => categories.includes(category));
    if (isSame && shared !== undefined)
      throw new Refusal(
        409,
        'Conflict',
        `Data sink '${String(workspaceId)}' is already used in diagnostic setting '${other.name}' for category '${shared}'. Data sinks can't be reused in different settings on the same category for the same resource.`,
      );
  }
}

const categoriesOf = (properties: Readonly<Record<string, unknown>>): string[] =>
  [...listOf(properties['logs']), ...listOf(properties['metrics'])]
    .filter(({ enabled }) => enabled === true)
    .map(({ category, categoryGroup }) => String(category ?? categoryGroup));
