import { group } from './row.ts';

export const CACHING = group(
  'B6',
  'Caching',
  ['cachingEnabled', 'nothing yet', 'C', 'finding', 'not-carried'],
  ['cacheKeyParameters', 'nothing yet', 'C', 'finding', 'not-carried'],
  ['Authorization and caching', 'nothing yet', 'D', 'finding', 'not-carried'],
  ['Namespace, encryption, size, flush', 'none', 'D', 'finding', 'stage-settings'],
  ['Cache-Control of callers', 'nothing yet', 'C', 'finding', 'stage-settings'],
  ['CacheHitCount', 'nothing yet', 'C', 'finding', 'metrics'],
);

export const STAGES = group(
  'B7',
  'Stages',
  ['Stage variables', 'put into addresses', 'C', 'applied', 'stage'],
  ['Deployments', 'what the stage serves', 'C', 'finding', 'deployment-drift'],
  ['`$default` stage', 'path without a segment', 'C', 'applied', 'planning'],
  ['Canary', 'blocked until it is promoted', 'D', 'finding', 'stage'],
);

export const OBSERVABILITY = group(
  'B8',
  'Observability',
  ['Access logs', 'nothing yet', 'C', 'finding', 'not-carried', 'log-groups'],
  ['Execution logs', 'nothing yet', 'C', 'finding', 'not-carried'],
  ['X-Ray', 'nothing yet', 'C', 'finding', 'tracing'],
  ['Metrics', 'metrics of the service, without anything to set up', 'C', 'finding', 'metrics'],
  ['CloudTrail', 'Activity Log, without anything to set up', 'C', 'finding', 'cloudtrail'],
  ['Alarms, event rules', 'nothing yet', 'D', 'finding', 'alarms', 'event-rules'],
);
