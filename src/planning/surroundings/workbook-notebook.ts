/** Metrics of the service; 1 sums, 4 is the mean (Azure workbooks' own numbers). */
const CHARTS = [
  ['Count, 4XXError and 5XXError: requests by answer', 'Requests', 'GatewayResponseCodeCategory', 1],
  ['Latency, as callers see it', 'Duration', undefined, 4],
  ['IntegrationLatency, of the backends', 'BackendDuration', undefined, 4],
] as const;

/**
 * What no metric has, from the logs of the gateway: columns of ApiManagementGatewayLogs (Microsoft Learn, Azure Monitor reference; read
 * 2026-11-29). Metrics do not tell APIs and methods apart, the logs do.
 */
const QUERIES = [
  [
    'DataProcessed: bytes by API',
    'timechart',
    'summarize Bytes = sum(RequestSize + ResponseSize) by bin(TimeGenerated, 5m), ApiId',
  ],
  [
    'CacheHitCount and CacheMissCount by API',
    'timechart',
    'summarize CacheHitCount = countif(Cache =~ "hit"), CacheMissCount = countif(Cache =~ "miss") by bin(TimeGenerated, 5m), ApiId',
  ],
  [
    'Count, 4XXError, 5XXError, Latency and IntegrationLatency by method',
    'table',
    'summarize Count = count(), Errors4xx = countif(ResponseCode between (400 .. 499)), Errors5xx = countif(ResponseCode >= 500), Latency = avg(TotalTime), LatencyP90 = percentile(TotalTime, 90), LatencyP99 = percentile(TotalTime, 99), IntegrationLatency = avg(BackendTime) by ApiId, OperationId',
  ],
] as const;

/** What the workbook shows at first; whoever reads it picks others. */
interface Shown {
  readonly service?: string;
  readonly workspace?: string;
}

/** A workbook with what an operator of API Gateway watched: every metric of CloudWatch has its chart (docs: mapping, B8). */
export function workbookNotebook({ service, workspace }: Shown = {}) {
  const parameters = {
    type: 9,
    name: 'parameters',
    content: {
      version: 'KqlParameterItem/1.0',
      parameters: [
        picker('7f0f3d5a-6f0e-4d52-9f0e-8c6e3a1b2c4d', 'Service', SERVICE, true, service),
        picker('3c1a9a52-4b7e-4d0b-8f6a-2d5e7c9b1a60', 'Workspace', WORKSPACE, false, workspace),
      ],
      style: 'pills',
    },
  };
  const items = [parameters, ...CHARTS.map(metricItem), ...QUERIES.map(queryItem)];
  return { version: 'Notebook/1.0', items, fallbackResourceIds: ['Azure Monitor'] };
}

export const WORKBOOK_VERSION = '2022-04-01';

/** The workbook as its contract has it: its notebook, and the service that it is found at. */
export const workbookBody = <Ref>(location: Ref, serviceId: Ref, notebook: Ref) => ({
  location,
  kind: 'shared',
  properties: {
    displayName: 'API Management, as it was watched at API Gateway',
    category: 'workbook',
    sourceId: serviceId,
    serializedData: notebook,
  },
});

const SERVICE = 'microsoft.apimanagement/service';
const WORKSPACE = 'microsoft.operationalinsights/workspaces';

const picker = (id: string, name: string, type: string, isRequired: boolean, value?: string) => ({
  id,
  version: 'KqlParameterItem/1.0',
  name,
  type: 5,
  isRequired,
  ...(value !== undefined && { value }),
  typeSettings: { resourceTypeFilter: { [type]: true } },
});

function metricItem([title, metric, splitBy, aggregation]: (typeof CHARTS)[number], index: number) {
  return {
    type: 10,
    name: `chart-${index + 1}`,
    content: {
      chartId: `chart-${index + 1}`,
      version: 'MetricsItem/2.0',
      size: 0,
      chartType: 2,
      resourceType: SERVICE,
      metricScope: 0,
      resourceIds: ['{Service}'],
      timeContext: { durationMs: 3_600_000 },
      metrics: [
        {
          namespace: SERVICE,
          metric: `${SERVICE}--${metric}`,
          aggregation,
          ...(splitBy !== undefined && { splitBy }),
        },
      ],
      title,
    },
  };
}

function queryItem([title, visualization, summary]: (typeof QUERIES)[number], index: number) {
  return {
    type: 3,
    name: `query-${index + 1}`,
    content: {
      version: 'KqlItem/1.0',
      query: `ApiManagementGatewayLogs\n| where _ResourceId =~ "{Service}"\n| ${summary}`,
      size: 0,
      title,
      timeContext: { durationMs: 3_600_000 },
      queryType: 0,
      resourceType: WORKSPACE,
      crossComponentResources: ['{Workspace}'],
      visualization,
    },
  };
}
