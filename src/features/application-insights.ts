import type { RunRequest } from '../model/run.ts';
import type { SourceRef } from '../model/source-ref.ts';
import type { ResourceContribution, SharedResource } from './feature.ts';

/** Where traces and counters of a run go: target.applicationInsights of run.json. */
export type ApplicationInsights = NonNullable<RunRequest['target']['applicationInsights']>;

const LOGGER = 'applicationinsights';
const CONNECTION = 'crossgate-application-insights';

/** Neither headers nor bodies: they may hold secrets. */
const MESSAGE = { headers: [], body: { bytes: 0 } } as const;
const MESSAGES = { request: MESSAGE, response: MESSAGE } as const;

/**
 * The logger of an instance, and the named value that holds its connection string. A plan names the secret in Key Vault, never what is
 * in it; API Management reads it with an identity of its own (Microsoft Learn, loggers and named values; read 2026-11-29).
 */
export function insightsLogger(
  { resourceId, connectionString }: ApplicationInsights,
  from: readonly SourceRef[],
): readonly SharedResource[] {
  const path = `namedValues/${CONNECTION}`;
  const keyVault = { secretIdentifier: connectionString };
  const credentials = { connectionString: `{{${CONNECTION}}}` };
  return [
    { path, properties: { displayName: CONNECTION, secret: true, keyVault }, from },
    {
      path: `loggers/${LOGGER}`,
      properties: { loggerType: 'applicationInsights', credentials, resourceId, isBuffered: true },
      from,
      after: path,
    },
  ];
}

/** What of an API's calls is sent there: `percentage` of them and all that fail, and counters that policies emit. */
export function insightsDiagnostic(percentage: number, from: readonly SourceRef[]): ResourceContribution {
  return {
    path: `diagnostics/${LOGGER}`,
    properties: insightsDiagnosticProperties(`/loggers/${LOGGER}`, percentage),
    from,
  };
}

/** Properties of the diagnostic, as ARM has them. */
export function insightsDiagnosticProperties(loggerId: string, percentage: number) {
  return {
    loggerId,
    ...(percentage > 0 && { alwaysLog: 'allErrors' }),
    httpCorrelationProtocol: 'W3C',
    verbosity: 'information',
    logClientIp: false,
    operationNameFormat: 'Name',
    metrics: true,
    sampling: { samplingType: 'fixed', percentage },
    frontend: MESSAGES,
    backend: MESSAGES,
  };
}
