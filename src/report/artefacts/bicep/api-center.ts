import { resourceName } from '../../../planning/resource-name.ts';
import type { AwsApi } from '../../../model/aws.ts';
import type { AwsInventory } from '../../../model/aws-inventory.ts';
import type { MigrationPlan } from '../../../model/plan.ts';
import type { ArtefactFile } from '../apiops.ts';
import { bicepFile, LOCATION, ref, type BicepResource } from './bicep-file.ts';

/** Resources of one deployment, of which ARM takes 800. */
const MOST_RESOURCES = 700;
const PER_VERSION = 4;
const WORKSPACE = 'Microsoft.ApiCenter/services/workspaces';
const VERSION = '2024-03-01';
const MODULE = 'modules/api-center-apis';

/** An API in the catalogue, and its stages as versions with where they answer on each side. */
interface Entry {
  readonly name: string;
  readonly title: string;
  readonly kind: 'rest' | 'websocket';
}
interface Version {
  readonly api: string;
  readonly name: string;
  readonly title: string;
  readonly sourceUris: readonly string[];
  /** Paths below the gateway's address; none where the API stays. */
  readonly paths: readonly string[];
}
interface Part {
  readonly apis: Entry[];
  readonly versions: Version[];
}

/**
 * All APIs in Azure API Center, those that move and those that stay: workspace, APIs, stages as versions, both gateways as
 * environments, and a deployment on each gateway that serves a stage (the guide, import).
 */
export function apiCenterFiles(
  inventory: AwsInventory,
  { waves }: Pick<MigrationPlan, 'waves'>,
): readonly ArtefactFile[] {
  if (inventory.apis.length === 0) return [];
  const parts = partsOf(inventory, waves);
  return [
    bicepFile({
      name: 'api-center',
      about: [
        'A catalogue of all APIs, on both gateways: what is moved is deployed on both until API Gateway is switched off.',
        'Deploy it again after each wave; take the deployments on API Gateway out when it is gone.',
      ],
      parameters: [
        LOCATION,
        {
          name: 'centerName',
          type: 'string',
          about: 'Name of the API center.',
          value: ref("'apis-${uniqueString(resourceGroup().id)}'"),
        },
        {
          name: 'gatewayUrl',
          type: 'string',
          about: 'Address of the gateway of API Management, such as https://contoso.azure-api.net.',
        },
      ],
      resources: CENTER,
      modules: parts.map((_part, index) => ({
        symbol: `apis${index + 1}`,
        file: `${MODULE}.bicep`,
        body: {
          name: `api-center-apis-${index + 1}`,
          params: {
            centerName: ref('center.name'),
            gatewayUrl: ref('gatewayUrl'),
            apis: ref(`loadJsonContent('${partFile(index)}').apis`),
            versions: ref(`loadJsonContent('${partFile(index)}').versions`),
          },
          dependsOn: [ref('source'), ref('target')],
        },
      })),
    }),
    entriesFile(),
    ...parts.map((part, index) => ({
      path: `bicep/${partFile(index)}`,
      content: `${JSON.stringify(part, null, 2)}\n`,
    })),
  ];
}

const partFile = (index: number): string => `parts/api-center-${index + 1}.json`;

const environment = (symbol: string, title: string, type: string): BicepResource => ({
  symbol,
  type: `${WORKSPACE}/environments@${VERSION}`,
  body: { parent: ref('workspace'), name: symbol, properties: { title, kind: 'production', server: { type } } },
});

const CENTER: readonly BicepResource[] = [
  {
    symbol: 'center',
    type: `Microsoft.ApiCenter/services@${VERSION}`,
    body: { name: ref('centerName'), location: ref('location') },
  },
  {
    symbol: 'workspace',
    about: 'An API center has one workspace, which has this name.',
    type: `${WORKSPACE}@${VERSION}`,
    body: { parent: ref('center'), name: 'default', properties: { title: 'Default workspace' } },
  },
  environment('source', 'Amazon API Gateway', 'AWS API Gateway'),
  environment('target', 'Azure API Management', 'Azure API Management'),
];

function entriesFile(): ArtefactFile {
  const properties = { title: ref('version.title'), lifecycleStage: 'production' };
  const below = (...names: readonly string[]) =>
    ref(
      `'\${centerName}/default/\${version.api}/${names.map((name) => (name.includes('.') ? `\${${name}}` : name)).join('/')}'`,
    );
  return bicepFile({
    name: MODULE,
    about: ['Entries of api-center.bicep: APIs, their versions, and where these are deployed.'],
    parameters: [
      { name: 'centerName', type: 'string', about: 'Name of the API center.' },
      { name: 'gatewayUrl', type: 'string', about: 'Address of the gateway of API Management.' },
      { name: 'apis', type: 'array', about: 'APIs as { name, title, kind }.' },
      {
        name: 'versions',
        type: 'array',
        about: 'Their stages as { api, name, title, sourceUris, paths }.',
      },
    ],
    resources: [
      {
        symbol: 'entries',
        type: `${WORKSPACE}/apis@${VERSION}`,
        each: 'api in apis',
        body: {
          name: ref("'${centerName}/default/${api.name}'"),
          properties: { title: ref('api.title'), kind: ref('api.kind') },
        },
      },
      {
        symbol: 'stages',
        type: `${WORKSPACE}/apis/versions@${VERSION}`,
        each: 'version in versions',
        body: { name: below('version.name'), properties, dependsOn: [ref('entries')] },
      },
      {
        symbol: 'definitions',
        type: `${WORKSPACE}/apis/versions/definitions@${VERSION}`,
        each: 'version in versions',
        body: {
          name: below('version.name', 'openapi'),
          properties: { title: 'OpenAPI' },
          dependsOn: [ref('stages')],
        },
      },
      deployment('onSource', 'source', ref('version.sourceUris')),
      deployment(
        'onTarget',
        'target',
        ref("map(version.paths, path => '${gatewayUrl}/${path}')"),
        '!empty(version.paths)',
      ),
    ],
  });
}

/** A stage on one of the gateways. */
const deployment = (symbol: string, at: string, runtimeUri: ReturnType<typeof ref>, when?: string): BicepResource => ({
  symbol,
  type: `${WORKSPACE}/apis/deployments@${VERSION}`,
  each: 'version in versions',
  ...(when !== undefined && { when }),
  body: {
    name: ref(`'\${centerName}/default/\${version.api}/\${version.name}-${at}'`),
    properties: {
      title: ref('version.title'),
      environmentId: `/workspaces/default/environments/${at}`,
      definitionId: ref("'/workspaces/default/apis/${version.api}/versions/${version.name}/definitions/openapi'"),
      state: 'active',
      server: { runtimeUri },
    },
    dependsOn: [ref('definitions')],
  },
});

/** APIs with their stages together, in parts that are not too large for a deployment. */
function partsOf(inventory: AwsInventory, waves: MigrationPlan['waves']): readonly Part[] {
  const placed = Map.groupBy(
    waves.flatMap(({ apis }) => apis),
    ({ source }) => `${source.apiId}/${source.stage}`,
  );
  const groups = Map.groupBy(inventory.apis, ({ account, region, id }) => `${account} ${region} ${id}`);
  const parts: Part[] = [];
  for (const [key, stages] of groups) {
    const [first] = stages;
    if (first === undefined) continue;
    const size = 1 + PER_VERSION * stages.length;
    let part = parts.at(-1);
    if (part === undefined || part.apis.length + PER_VERSION * part.versions.length + size > MOST_RESOURCES) {
      part = { apis: [], versions: [] };
      parts.push(part);
    }
    const name = resourceName(first.name, key, 8);
    part.apis.push({
      name,
      title: first.name.slice(0, 50),
      kind: first.type === 'WEBSOCKET' ? 'websocket' : 'rest',
    });
    for (const api of stages)
      part.versions.push({
        api: name,
        name: `stage-${resourceName(api.stage.name)}`,
        title: (api.stage.name || 'default').slice(0, 50),
        sourceUris: urisOf(api, inventory),
        paths: (placed.get(`${api.id}/${api.stage.name}`) ?? []).map(({ path }) => path),
      });
  }
  return parts;
}

/** Where API Gateway serves a stage: its own address unless it is switched off, and its custom names. */
function urisOf(api: AwsApi, { domainNames }: AwsInventory): readonly string[] {
  const { id, type, region, stage, disableExecuteApiEndpoint } = api;
  const scheme = type === 'WEBSOCKET' ? 'wss' : 'https';
  const path = stage.name === '' || stage.name === '$default' ? '' : `/${stage.name}`;
  const own = `${scheme}://${id}.execute-api.${region || 'REGION'}.amazonaws.com${path}`;
  const named = domainNames.flatMap(({ name, mappings }) =>
    mappings
      .filter((mapping) => mapping.apiId === id && mapping.stage === stage.name)
      .map((mapping) => `${scheme}://${name}/${mapping.path}`.replace(/\/$/, '')),
  );
  return [...(disableExecuteApiEndpoint && named.length > 0 ? [] : [own]), ...named];
}
