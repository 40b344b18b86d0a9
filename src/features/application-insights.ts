import { insightsDiagnosticProperties } from '../model/insights-diagnostic.ts';
import type { RunRequest } from '../model/run.ts';
import type { SourceRef } from '../model/source-ref.ts';
import type { ResourceContribution, SharedResource } from './feature.ts';

/** Where traces and counters of a run go: target.applicationInsights of run.json. */
export type ApplicationInsights = NonNullable<RunRequest['target']['applicationInsights']>;

const LOGGER = 'applicationinsights';
const CONNECTION = 'crossgate-application-insights';

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
