/** Percent of requests that X-Ray's default rule samples, besides the first of each second (AWS X-Ray guide, sampling; read 2026-11-29). */
export const TRACED_PERCENT = 5;

/** Neither headers nor bodies: they may hold secrets. */
const MESSAGE = { headers: [], body: { bytes: 0 } } as const;
const MESSAGES = { request: MESSAGE, response: MESSAGE } as const;

/** A diagnostic of an API that leads to Application Insights, as ARM has it: `percentage` of the calls, and all that fail. */
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
