import { resourceName } from '../../../planning/resource-name.ts';
import type { AwsEventRule } from '../../../model/aws-account.ts';
import type { AwsInventory } from '../../../model/aws-inventory.ts';
import type { ArtefactFile } from '../artefact-file.ts';
import { bicepFile, LOCATION, ref, type BicepParameter, type BicepResource } from './bicep-file.ts';

const ALERTS = 'Microsoft.Insights/activityLogAlerts@2020-10-01';
const EVERY_TYPE = 'Microsoft.ApiManagement/service';

const PARAMETERS: readonly BicepParameter[] = [
  { name: 'serviceId', type: 'string', about: 'Resource id of the API Management service.' },
  { name: 'actionGroupIds', type: 'array', about: 'Resource ids of action groups that are told.', value: [] },
  LOCATION,
  {
    name: 'endpointUrl',
    type: 'string',
    about: 'https address of who takes the events of Event Grid (classic tiers only); empty: alerts only.',
    value: '',
    isSecure: true,
  },
];

/** Rules of EventBridge as alerts on the Activity Log, and a subscription to the service's own events (docs: mapping, B8). */
export function eventRuleFiles({ eventRules }: AwsInventory): readonly ArtefactFile[] {
  if (eventRules.length === 0) return [];
  return [
    bicepFile({
      name: 'event-rules',
      about: [
        'Rules of EventBridge: the Activity Log alerts where somebody changes the service, Event Grid hands on what happens to its parts.',
        'The targets at AWS are not carried: name action groups, or an address that takes events.',
      ],
      parameters: PARAMETERS,
      resources: [...eventRules.map(alertOf), ...events],
    }),
  ];
}

/** Operations of ARM in place of those of API Gateway that a rule names; a rule that names none of them is about every change. */
const OPERATIONS: readonly (readonly [RegExp, string])[] = [
  [
    /^(Create|Import)(RestApi|Api)$|^PutRestApi$|^(Create|Update)(Deployment|Stage)$|^Update(RestApi|Api)$/,
    'service/apis/write',
  ],
  [/^Delete(RestApi|Api|Stage)$/, 'service/apis/delete'],
  [/^(Create|Update)UsagePlan$/, 'service/products/write'],
  [/^DeleteUsagePlan$/, 'service/products/delete'],
  [/^CreateApiKey$|^UpdateApiKey$/, 'service/subscriptions/write'],
  [/^DeleteApiKey$/, 'service/subscriptions/delete'],
  [/DomainName$/, 'service/write'],
];

function alertOf({ name, pattern, state, targets }: AwsEventRule, index: number): BicepResource {
  const operations = operationsOf(pattern);
  const operation = operations.map((each) => ({ field: 'operationName', equals: `Microsoft.ApiManagement/${each}` }));
  return {
    symbol: `alert${index + 1}`,
    type: ALERTS,
    about: `${name} (${pattern}), told ${targets.join(', ') || 'nobody'}`,
    body: {
      name: resourceName(name),
      location: 'global',
      properties: {
        enabled: state === 'ENABLED',
        description: `Event rule ${name} of EventBridge`.slice(0, 512),
        scopes: [ref('serviceId')],
        condition: {
          allOf: [
            { field: 'category', equals: 'Administrative' },
            ...(operation.length === 0 ? [{ field: 'resourceType', equals: EVERY_TYPE }] : [{ anyOf: operation }]),
          ],
        },
        actions: { actionGroups: ref('[for id in actionGroupIds: { actionGroupId: id }]') },
      },
    },
  };
}

function operationsOf(pattern: string): readonly string[] {
  try {
    const { detail } = JSON.parse(pattern) as { readonly detail?: { readonly eventName?: unknown } };
    const names = [detail?.eventName ?? []].flat().filter((each) => typeof each === 'string');
    return [
      ...new Set(names.flatMap((each) => OPERATIONS.filter(([known]) => known.test(each)).map(([, found]) => found))),
    ];
  } catch {
    return [];
  }
}

const events: readonly BicepResource[] = [
  {
    symbol: 'topic',
    type: 'Microsoft.EventGrid/systemTopics@2022-06-15',
    when: '!empty(endpointUrl)',
    body: {
      name: ref("'events-${last(split(serviceId, '/'))}'"),
      location: ref('location'),
      properties: { source: ref('serviceId'), topicType: 'Microsoft.ApiManagement.Service' },
    },
  },
  {
    symbol: 'subscriber',
    type: 'Microsoft.EventGrid/systemTopics/eventSubscriptions@2022-06-15',
    when: '!empty(endpointUrl)',
    body: {
      parent: ref('topic'),
      name: 'from-event-rules',
      properties: { destination: { endpointType: 'WebHook', properties: { endpointUrl: ref('endpointUrl') } } },
    },
  },
];
