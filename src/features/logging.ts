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
      remedy: 'Log to Application Insights or to an event hub, or plan for another tier.',
    },
  },
  translate(api, { tier }) {
    const constructs = constructsOf(api).filter(({ kind }) => kind === 'logging');
    const [first] = constructs;
    if (first === undefined) return NOTHING;
    if (generationOf(tier) === 'consumption')
      return {
        ...NOTHING,
        findings: [report(logging, 'LOGGING-NOT-IN-TIER', first.at, described(api))],
        entries: enter('logging', constructs, 'manual'),
      };
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
