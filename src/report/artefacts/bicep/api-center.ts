import type { AwsInventory } from '../../../model/aws-inventory.ts';
import type { MigrationPlan } from '../../../model/plan.ts';
import type { ArtefactFile } from '../artefact-file.ts';
import { bicepFile, LOCATION, ref, type BicepResource } from './bicep-file.ts';
import { catalogueOf, type CatalogueApi, type CatalogueVersion } from '../../../planning/surroundings/api-catalogue.ts';
import {
  API_CENTER_VERSION,
  definitionBody,
  deploymentBody,
  type EnvironmentName,
  environmentBody,
  versionBody,
} from '../../../planning/surroundings/api-center-bodies.ts';

/** Resources of one deployment, of which ARM takes 800. */
const MOST_RESOURCES = 700;
const PER_VERSION = 4;
const WORKSPACE = 'Microsoft.ApiCenter/services/workspaces';
const MODULE = 'modules/api-center-apis';

/** The catalogue as files hold it. */
type Entry = Omit<CatalogueApi, 'versions'>;
interface Version extends Pick<CatalogueVersion, 'name' | 'title' | 'sourceUris' | 'paths'> {
  readonly api: string;
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

const environment = (symbol: EnvironmentName): BicepResource => ({
  symbol,
  type: `${WORKSPACE}/environments@${API_CENTER_VERSION}`,
  body: { parent: ref('workspace'), name: symbol, ...environmentBody(symbol) },
});

const CENTER: readonly BicepResource[] = [
  {
    symbol: 'center',
    type: `Microsoft.ApiCenter/services@${API_CENTER_VERSION}`,
    body: { name: ref('centerName'), location: ref('location') },
  },
  {
    symbol: 'workspace',
    about: 'An API center has one workspace, which has this name.',
    type: `${WORKSPACE}@${API_CENTER_VERSION}`,
    body: { parent: ref('center'), name: 'default', properties: { title: 'Default workspace' } },
  },
  environment('source'),
  environment('target'),
];

function entriesFile(): ArtefactFile {
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
        type: `${WORKSPACE}/apis@${API_CENTER_VERSION}`,
        each: 'api in apis',
        body: {
          name: ref("'${centerName}/default/${api.name}'"),
          properties: { title: ref('api.title'), kind: ref('api.kind') },
        },
      },
      {
        symbol: 'stages',
        type: `${WORKSPACE}/apis/versions@${API_CENTER_VERSION}`,
        each: 'version in versions',
        body: { name: below('version.name'), ...versionBody(ref('version.title')), dependsOn: [ref('entries')] },
      },
      {
        symbol: 'definitions',
        type: `${WORKSPACE}/apis/versions/definitions@${API_CENTER_VERSION}`,
        each: 'version in versions',
        body: {
          name: below('version.name', 'openapi'),
          ...definitionBody(),
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
const deployment = (
  symbol: string,
  at: EnvironmentName,
  runtimeUri: ReturnType<typeof ref>,
  when?: string,
): BicepResource => ({
  symbol,
  type: `${WORKSPACE}/apis/deployments@${API_CENTER_VERSION}`,
  each: 'version in versions',
  ...(when !== undefined && { when }),
  body: {
    name: ref(`'\${centerName}/default/\${version.api}/\${version.name}-${at}'`),
    ...deploymentBody({
      title: ref('version.title'),
      environment: at,
      definitionId: ref("'/workspaces/default/apis/${version.api}/versions/${version.name}/definitions/openapi'"),
      state: 'active',
      runtimeUri,
    }),
    dependsOn: [ref('definitions')],
  },
});

/** APIs with their stages together, in parts that are not too large for a deployment. */
function partsOf(inventory: AwsInventory, waves: MigrationPlan['waves']): readonly Part[] {
  const parts: Part[] = [];
  for (const { versions, ...entry } of catalogueOf(inventory, waves)) {
    const size = 1 + PER_VERSION * versions.length;
    let part = parts.at(-1);
    if (part === undefined || part.apis.length + PER_VERSION * part.versions.length + size > MOST_RESOURCES) {
      part = { apis: [], versions: [] };
      parts.push(part);
    }
    part.apis.push(entry);
    for (const { name, title, sourceUris, paths } of versions)
      part.versions.push({ api: entry.name, name, title, sourceUris, paths });
  }
  return parts;
}
