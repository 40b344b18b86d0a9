import { group } from './row.ts';

export const CACHING = group(
  'B6',
  'Caching',
  ['cachingEnabled', 'cache-lookup, cache-store', 'C', 'applied', 'response-cache'],
  ['cacheKeyParameters', 'vary-by-header, vary-by-query-parameter', 'C', 'applied', 'response-cache'],
  ['Authorization and caching', 'kept only where it is a key', 'D', 'applied', 'response-cache'],
  ['Namespace, encryption, size, flush', 'none', 'D', 'finding', 'stage-settings'],
  ['Cache-Control of callers', 'choose before cache-lookup', 'C', 'applied', 'response-cache', 'stage-settings'],
  [
    'CacheHitCount',
    'emit-metric to Application Insights, and a workbook',
    'C',
    'artefact',
    'response-cache',
    'metrics',
  ],
);

export const STAGES = group(
  'B7',
  'Stages',
  ['Stage variables', 'put into addresses', 'C', 'applied', 'stage'],
  ['Deployments', 'what the stage serves, named in the revision', 'C', 'planned', 'planning', 'deployment-drift'],
  ['`$default` stage', 'path without a segment', 'C', 'applied', 'planning'],
  [
    'Canary',
    'choose by chance between two backends, where only variables differ',
    'D',
    'applied',
    'stage',
    'http-integration',
  ],
);

export const OBSERVABILITY = group(
  'B8',
  'Observability',
  [
    'Access logs',
    'diagnostic of the API to Azure Monitor, or lines to an event hub',
    'C',
    'planned',
    'logging',
    'log-groups',
  ],
  ['Execution logs', 'diagnostic of the API to Azure Monitor', 'C', 'planned', 'logging'],
  ['X-Ray', 'diagnostic of the API to Application Insights', 'C', 'artefact', 'tracing'],
  ['Metrics', 'metrics of the service, and a workbook', 'C', 'artefact', 'metrics'],
  ['CloudTrail', 'Activity Log', 'C', 'given', 'cloudtrail'],
  ['Alarms, event rules', 'metric alerts', 'D', 'artefact', 'alarms', 'event-rules'],
);
