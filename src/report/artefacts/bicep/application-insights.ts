import { insightsDiagnosticProperties, TRACED_PERCENT } from '../../../model/insights-diagnostic.ts';
import type { Assessment } from '../../../planning/build-plan.ts';
import type { ArtefactFile } from '../artefact-file.ts';
import { bicepComment, bicepOf, Reference, type BicepValue } from './bicep-text.ts';

const PARAMETERS = `@description('Name of the API Management service.')
param serviceName string
@description('Object id of the managed identity of the service, which sends what it measures.')
param serviceIdentityId string
param location string = resourceGroup().location
param insightsName string = '\${serviceName}-insights'

`;

/** Monitoring Metrics Publisher, the role that sends telemetry without a key (Microsoft Learn, built-in roles; read 2026-11-29). */
const PUBLISHER = '3913510d-42f4-4e42-8a64-420c390055eb';

const SERVICE = 'Microsoft.ApiManagement/service';
const VERSION = '2024-05-01';
const ref = (name: string): Reference => new Reference(name);

/** Application Insights with a logger of the service and a diagnostic for each API that X-Ray traces; none without. */
export function insightsFiles({ apis }: Pick<Assessment, 'apis'>): readonly ArtefactFile[] {
  const traced = apis
    .filter(({ api }) => api.stage.tracingEnabled)
    .flatMap(({ placements }) => placements.map(({ apimId }) => apimId));
  if (traced.length === 0) return [];
  const head = bicepComment(
    'Application Insights for the APIs that X-Ray traced. Deploy it into the resource group of the service, once the APIs are there.',
  );
  const content = [head, PARAMETERS, `var apiIds = ${bicepOf(traced)}\n\n`, ...base(), ...diagnostics()].join('');
  return [{ path: 'bicep/application-insights.bicep', content }];
}

function base(): readonly string[] {
  return [
    resource('workspace', 'Microsoft.OperationalInsights/workspaces@2023-09-01', {
      name: ref("'${insightsName}-logs'"),
      location: ref('location'),
      properties: { sku: { name: 'PerGB2018' }, retentionInDays: 30 },
    }),
    resource('insights', 'Microsoft.Insights/components@2020-02-02', {
      name: ref('insightsName'),
      location: ref('location'),
      kind: 'web',
      properties: { Application_Type: 'web', WorkspaceResourceId: ref('workspace.id'), DisableLocalAuth: true },
    }),
    resource('publisher', 'Microsoft.Authorization/roleAssignments@2022-04-01', {
      name: ref(`guid(insights.id, serviceIdentityId, '${PUBLISHER}')`),
      scope: ref('insights'),
      properties: {
        roleDefinitionId: ref(`subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '${PUBLISHER}')`),
        principalId: ref('serviceIdentityId'),
        principalType: 'ServicePrincipal',
      },
    }),
    resource('service', `${SERVICE}@${VERSION}`, { name: ref('serviceName') }, 'existing '),
    resource('logger', `${SERVICE}/loggers@${VERSION}`, {
      parent: ref('service'),
      name: 'applicationinsights',
      properties: {
        loggerType: 'applicationInsights',
        resourceId: ref('insights.id'),
        isBuffered: true,
        credentials: {
          connectionString: ref('insights.properties.ConnectionString'),
          identityClientId: 'SystemAssigned',
        },
      },
      dependsOn: [ref('publisher')],
    }),
  ];
}

function diagnostics(): readonly string[] {
  const { loggerId: _id, ...properties } = insightsDiagnosticProperties('', TRACED_PERCENT);
  const each = (value: BicepValue): string => `[for (id, index) in apiIds: ${bicepOf(value)}]\n`;
  return [
    `resource apis '${SERVICE}/apis@${VERSION}' existing = ${each({ parent: ref('service'), name: ref('id') })}\n`,
    `resource traces '${SERVICE}/apis/diagnostics@${VERSION}' = ${each({
      parent: ref('apis[index]'),
      name: 'applicationinsights',
      properties: { loggerId: ref('logger.id'), ...properties },
    })}`,
  ];
}

const resource = (symbol: string, type: string, value: BicepValue, keyword = ''): string =>
  `resource ${symbol} '${type}' ${keyword}= ${bicepOf(value)}\n\n`;
