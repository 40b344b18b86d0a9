import type { AwsApi } from '../model/aws.ts';
import { constructsOf, type Construct } from '../model/construct.ts';
import type { Finding, FindingOption } from '../model/finding.ts';
import type { LedgerColumn, LedgerEntry } from '../model/plan.ts';
import { below, sourceKey } from '../model/source-ref.ts';
import { generationOf, type ApimTier } from '../model/tier.ts';
import { hubLogger, linesOf } from './access-log.ts';
import {
  decide,
  defineFeature,
  enter,
  report,
  NOTHING,
  EVERY_API_TYPE,
  type Contribution,
  type FeatureContext,
} from './feature.ts';
import { logLine } from './log-line.ts';

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
      remedy: 'Create the diagnostic setting of the service, and let dashboards and queries read the new columns.',
    },
    'LOG-FORMAT': {
      severity: 'decision',
      message: 'Lines of the access log of {detail} have a form of their own.',
      awsBehaviour: 'Each call is a line in the form that the stage gives it.',
      apimBehaviour: 'Azure Monitor has columns of its own; a policy can send such a line to an event hub.',
      remedy: 'Decide whether what reads the lines can read other columns.',
      options: [
        {
          name: 'azure-monitor',
          consequence: 'Dashboards and queries read ApiManagementGatewayLogs instead of the lines.',
          recommended: true,
        },
        {
          name: 'event-hub',
          consequence:
            'Lines go to target.eventHub of the run, with the variables that API Management knows. Calls that a policy answers before the backend are not among them, and an error of the gateway has the status that it had before it was worded anew.',
        },
      ],
    },
    'LOG-LINES': {
      severity: 'review',
      message: 'Lines of the access log go to an event hub: {detail}.',
      awsBehaviour: 'Each call is a line in the form that the stage gives it.',
      apimBehaviour:
        'log-to-eventhub sends the line for calls that reach a backend and for those that fail; a variable that is not known is a dash, as one that a request has not.',
      remedy: 'Let the identity of the service send to the hub, and compare some lines.',
    },
    'LOG-HUB-MISSING': {
      severity: 'blocker',
      message: 'Lines of the access log of {detail} are to go to an event hub that the run does not name.',
      awsBehaviour: 'Each call is a line in the form that the stage gives it.',
      apimBehaviour: 'Nothing is planned for the lines.',
      remedy: 'Name the hub as target.eventHub of the run, or decide for azure-monitor.',
    },
    'LOGGING-NOT-IN-TIER': {
      severity: 'review',
      message: 'Calls are not logged to Azure Monitor: {detail}.',
      awsBehaviour: 'Each line has the form that the stage gives it, in CloudWatch or Firehose.',
      apimBehaviour: 'The Consumption tier sends no logs of requests to Azure Monitor.',
      remedy:
        'Name an Application Insights as target.applicationInsights of the run, decide for an event hub, or plan for another tier.',
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
  translate(api, context) {
    const constructs = constructsOf(api).filter(({ kind }) => kind === 'logging');
    const [format, others] = formatOf(api, constructs, context);
    const monitored = monitorOf(api, others, context, format.policies !== undefined);
    return {
      ...NOTHING,
      policies: format.policies ?? [],
      shared: [...(monitored.shared ?? []), ...(format.shared ?? [])],
      ofApi: monitored.ofApi ?? [],
      findings: [...(format.findings ?? []), ...(monitored.findings ?? [])],
      entries: [...(monitored.entries ?? []), ...(format.entries ?? [])],
    };
  },
});

type Part = Partial<Contribution>;

/** The access log by the decision about its form, and the constructs that Azure Monitor or its like has to stand for. */
function formatOf(
  api: AwsApi,
  constructs: readonly Construct[],
  context: FeatureContext,
): readonly [Part, readonly Logged[]] {
  const at = below(api.stage.at, 'accessLogSettings');
  const format = api.stage.accessLog?.format ?? '';
  const own = constructs.filter((each) => sourceKey(each.at) === sourceKey(at));
  if (own.length === 0 || format === '') return [{}, constructs.map((construct) => ({ construct, isOpen: false }))];
  // A log is no access control: an open decision about its form stops no migration.
  const asked = inTier(report(logging, 'LOG-FORMAT', at, `${api.name} ${api.stage.name}`), context.tier);
  const { option, isOpen, finding } = decide(asked, { mode: 'assess', decisions: context.decisions });
  const others = constructs.map((construct) => ({ construct, isOpen: isOpen && own.includes(construct) }));
  if (option !== 'event-hub') return [{ findings: [finding] }, others];
  const left = others.filter(({ construct }) => !own.includes(construct));
  const { eventHub } = context;
  if (eventHub === undefined) {
    const missing = report(logging, 'LOG-HUB-MISSING', at, `${api.name} ${api.stage.name}`);
    return [{ policies: [], findings: [missing], entries: enter('logging', own, 'blocked') }, left];
  }
  const line = logLine(api, format);
  const parts = line.missing.length === 0 ? 'all of its variables' : `but for ${line.missing.join(', ')}`;
  return [
    {
      policies: linesOf(line, context.routes),
      shared: [hubLogger(eventHub, [at])],
      findings: [finding, report(logging, 'LOG-LINES', at, `${api.name} ${api.stage.name}, ${parts}`)],
      entries: enter('logging', own, 'differs'),
    },
    left,
  ];
}

const NO_LINES: FindingOption = {
  name: 'no-lines',
  consequence: 'Calls are logged to Application Insights where the run names one, else nowhere.',
  recommended: true,
};

/** Consumption has no logs in Azure Monitor to read instead of the lines. */
function inTier(finding: Finding, tier: ApimTier): Finding {
  if (generationOf(tier) !== 'consumption') return finding;
  return { ...finding, options: [NO_LINES, ...(finding.options ?? []).filter(({ name }) => name === 'event-hub')] };
}

interface Logged {
  readonly construct: Construct;
  readonly isOpen: boolean;
}

/** Azure Monitor, or what stands for it in Consumption. `isByHub`: the access log goes elsewhere. */
function monitorOf(
  api: AwsApi,
  logged: readonly Logged[],
  { tier, applicationInsights }: FeatureContext,
  isByHub: boolean,
): Part {
  const [first] = logged;
  if (first === undefined) return {};
  const isErrorsOnly = isOfErrorsOnly(api, isByHub);
  const entries = (column: LedgerColumn): LedgerEntry[] =>
    logged.flatMap(({ construct, isOpen }) => enter('logging', [construct], column, isOpen));
  const { at } = first.construct;
  if (generationOf(tier) === 'consumption') {
    // The diagnostic is that of tracing: one leads to each logger.
    const [code, column] =
      applicationInsights === undefined
        ? (['LOGGING-NOT-IN-TIER', 'manual'] as const)
        : (['LOGGING-BY-TRACES', 'differs'] as const);
    return { findings: [report(logging, code, at, described(api, isErrorsOnly))], entries: entries(column) };
  }
  const from = logged.map(({ construct }) => construct.at);
  return {
    shared: [{ path: `loggers/${LOGGER}`, properties: { loggerType: 'azureMonitor', isBuffered: true }, from }],
    ofApi: [{ path: `diagnostics/${LOGGER}`, properties: diagnosticOf(api, isErrorsOnly), from }],
    findings: [report(logging, 'LOGGING-CARRIED', at, described(api, isErrorsOnly))],
    entries: entries('differs'),
  };
}

/** Execution logs of errors alone are logged as errors; an access log means every call, unless it goes elsewhere. */
const isOfErrorsOnly = ({ stage }: AwsApi, isByHub: boolean): boolean =>
  (stage.accessLog === undefined || isByHub) &&
  stage.methodSettings.every(({ loggingLevel = 'OFF' }) => loggingLevel !== 'INFO');

function diagnosticOf(api: AwsApi, isErrorsOnly: boolean): Readonly<Record<string, unknown>> {
  const format = api.stage.accessLog?.format ?? '';
  return {
    loggerId: `/loggers/${LOGGER}`,
    alwaysLog: 'allErrors',
    verbosity: isErrorsOnly ? 'error' : 'information',
    logClientIp: format.includes('identity.sourceIp'),
    sampling: { samplingType: 'fixed', percentage: isErrorsOnly ? 0 : 100 },
    frontend: MESSAGES,
    backend: MESSAGES,
  };
}

function described(api: AwsApi, isErrorsOnly: boolean): string {
  const to = api.stage.accessLog?.destinationArn;
  const what = isErrorsOnly ? 'errors only, as before' : 'every call';
  return to === undefined || isErrorsOnly ? what : `${what}, which went to ${to}`;
}
