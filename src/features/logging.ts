import type { AwsApi } from '../model/aws.ts';
import { constructsOf } from '../model/construct.ts';
import { generationOf } from '../model/tier.ts';
import { defineFeature, enter, report, NOTHING, EVERY_API_TYPE } from './feature.ts';

/** Every service has one logger of this kind; it takes no credentials (Microsoft Learn, monitor APIs; read 2026-11-28). */
const LOGGER = 'azuremonitor';

/** Of messages: which headers, and how much of the body. */
const MESSAGE = { headers: [], body: { bytes: 0 } } as const;
const MESSAGES = { request: MESSAGE, response: MESSAGE } as const;

/** Access and execution logs as a diagnostic of the API (docs: mapping, B8). Bodies and headers stay out: they may hold secrets. */
export const logging = defineFeature({
  id: 'logging',
  fidelity: 'C',
  claims: ['logging'],
  apiTypes: EVERY_API_TYPE,
  findings: {
    'LOGGING-CARRIED': {
      severity: 'review',
      message: 'Calls are logged to Azure Monitor: {detail}.',
      awsBehaviour: 'Each line has the form that the stage gives it, in CloudWatch or Firehose.',
      apimBehaviour:
        'Each call is a row of ApiManagementGatewayLogs with columns of its own, once a diagnostic setting of the service sends GatewayLogs to a workspace. Neither headers nor bodies are in it.',
      remedy:
        'Create the diagnostic setting of the service, and let dashboards and queries read the new columns; log-to-eventhub keeps an exact line format.',
    },
    'LOGGING-NOT-IN-TIER': {
      severity: 'review',
      message: 'Calls are not logged to Azure Monitor: {detail}.',
      awsBehaviour: 'Each line has the form that the stage gives it, in CloudWatch or Firehose.',
      apimBehaviour: 'The Consumption tier sends no logs of requests to Azure Monitor.',
      remedy: 'Name an Application Insights as target.applicationInsights of the run, or plan for another tier.',
    },
    'LOGGING-BY-TRACES': {
      severity: 'review',
      message: 'Calls are logged to Application Insights: {detail}.',
      awsBehaviour: 'Each line has the form that the stage gives it, in CloudWatch or Firehose.',
      apimBehaviour:
        'Each call is a row of requests, each call of a backend one of dependencies, without headers and bodies: the Consumption tier sends no logs of requests to Azure Monitor.',
      remedy: 'Let dashboards and queries read these tables.',
    },
  },
  translate(api, { tier, applicationInsights }) {
    const constructs = constructsOf(api).filter(({ kind }) => kind === 'logging');
    const [first] = constructs;
    if (first === undefined) return NOTHING;
    if (generationOf(tier) === 'consumption') {
      // The diagnostic is that of tracing: one leads to each logger.
      const [code, column] =
        applicationInsights === undefined
          ? (['LOGGING-NOT-IN-TIER', 'manual'] as const)
          : (['LOGGING-BY-TRACES', 'differs'] as const);
      const findings = [report(logging, code, first.at, described(api))];
      return { ...NOTHING, findings, entries: enter('logging', constructs, column) };
    }
    const from = constructs.map(({ at }) => at);
    return {
      ...NOTHING,
      shared: [{ path: `loggers/${LOGGER}`, properties: { loggerType: 'azureMonitor', isBuffered: true }, from }],
      ofApi: [{ path: `diagnostics/${LOGGER}`, properties: diagnosticOf(api), from }],
      findings: [report(logging, 'LOGGING-CARRIED', first.at, described(api))],
      entries: enter('logging', constructs, 'differs'),
    };
  },
});

/** Execution logs of errors alone are logged as errors; an access log means every call. */
const isOfErrorsOnly = ({ stage }: AwsApi): boolean =>
  stage.accessLog === undefined && stage.methodSettings.every(({ loggingLevel = 'OFF' }) => loggingLevel !== 'INFO');

function diagnosticOf(api: AwsApi): Readonly<Record<string, unknown>> {
  const format = api.stage.accessLog?.format ?? '';
  return {
    loggerId: `/loggers/${LOGGER}`,
    alwaysLog: 'allErrors',
    verbosity: isOfErrorsOnly(api) ? 'error' : 'information',
    logClientIp: format.includes('identity.sourceIp'),
    sampling: { samplingType: 'fixed', percentage: isOfErrorsOnly(api) ? 0 : 100 },
    frontend: MESSAGES,
    backend: MESSAGES,
  };
}

function described(api: AwsApi): string {
  const to = api.stage.accessLog?.destinationArn;
  const what = isOfErrorsOnly(api) ? 'errors only, as before' : 'every call';
  return to === undefined ? what : `${what}, which went to ${to}`;
}
