import type { AwsApi, AwsCanary } from '../model/aws.ts';
import * as cs from '../csharp/build.ts';
import type { Expression } from '../csharp/expression.ts';
import { decide, type Decided, type FeatureContext, type FindingText } from './feature.ts';
import { inlineVariables } from './variables.ts';

type Decisions = Pick<FeatureContext, 'mode' | 'decisions'>;

const STAGE_ONLY = 'carry-stage-only';
const SPLIT = 'split-by-weight';

/** A stage that sends a share of its requests to another deployment, or to the same with other variables (docs: mapping, B7). */
export const CANARY: FindingText = {
  severity: 'decision',
  message: 'A canary gets {detail}.',
  awsBehaviour: 'A share of the requests, at random, is served by the canary, with its deployment and variables.',
  apimBehaviour: 'An API serves all requests alike; a policy may choose the backend by chance.',
  remedy: 'Promote the canary or take it away before the migration, or decide what becomes of it.',
  differs: ['status', 'header', 'body', 'backend url'],
  options: [
    {
      name: 'promote-first',
      consequence:
        'Nothing is migrated before somebody promotes the canary or takes it away, and the source is read again.',
      recommended: true,
    },
    {
      name: STAGE_ONLY,
      consequence: 'The canary is left out: all callers get what the stage itself serves.',
    },
    {
      name: SPLIT,
      consequence:
        'The same share of the requests goes to the address that the variables of the canary name. Only where nothing but such addresses differs.',
    },
  ],
};

/** What is decided of an API's canary, and why that cannot be done if so. */
export interface CanaryDecision extends Decided {
  readonly why?: string;
}

/** Undefined for a stage without a canary, or with one that gets nothing. */
export function canaryDecision({ stage, ...api }: AwsApi, context: Decisions): CanaryDecision | undefined {
  const { canary } = stage;
  if (canary === undefined || canary.percent === 0) return undefined;
  const names = Object.keys(canary.variableOverrides);
  const detail = `${canary.percent} % of the requests${names.length === 0 ? '' : `, with other values of ${names.join(', ')}`}`;
  const message = CANARY.message.replaceAll('{detail}', detail);
  const decided = decide({ code: 'STAGE-CANARY', feature: 'stage', at: stage.at, ...CANARY, message }, context);
  if (decided.isOpen || decided.option === STAGE_ONLY) return blockedUnless(decided, !decided.isOpen);
  const why =
    decided.option === SPLIT ? whyNotSplit({ ...api, stage }, canary) : 'the canary has not been promoted yet';
  if (why === undefined) return decided;
  const finding = {
    ...decided.finding,
    severity: 'blocker' as const,
    message: `${message} It is not carried: ${why}.`,
  };
  return { ...decided, column: 'blocked', finding, why };
}

/** Until somebody decides, what the canary serves would be lost. */
function blockedUnless(decided: Decided, isDecided: boolean): CanaryDecision {
  return isDecided ? decided : { ...decided, column: 'blocked' };
}

/** Variables as the canary has them, where a share of the requests is to follow them. */
export function canaryVariables(api: AwsApi, context: Decisions): Readonly<Record<string, string>> | undefined {
  const decided = canaryDecision(api, context);
  if (decided === undefined || decided.isOpen || decided.option !== SPLIT || decided.why !== undefined)
    return undefined;
  return { ...api.stage.variables, ...api.stage.canary?.variableOverrides };
}

/** Hexadecimal digits of a request's id that are drawn from, and how many numbers they make. */
const DIGITS = 4;
const NUMBERS = 16 ** DIGITS;

/** Whether chance gives a request to the canary: ids of requests are random (docs/assumptions.md), and so are their first digits. */
export function isCanaryRequest(percent: number): Expression {
  const id = cs.call(cs.context('RequestId'), 'ToString');
  const drawn = cs.call(cs.named('Convert'), 'ToInt32', cs.call(id, 'Substring', 0, DIGITS), 16);
  return cs.binary('<', drawn, Math.round((percent / 100) * NUMBERS));
}

function whyNotSplit(api: AwsApi, canary: AwsCanary): string | undefined {
  const { stage } = api;
  if (canary.deploymentId === undefined || canary.deploymentId !== stage.deploymentId)
    return 'it is, or may be, another deployment';
  if (!canary.useStageCache && stage.methodSettings.some(({ cachingEnabled }) => cachingEnabled))
    return 'its answers are kept apart from those of the stage';
  if (areUsedBeyondAddresses(api)) return 'variables are more than parts of addresses of backends';
  const other = { ...stage.variables, ...canary.variableOverrides };
  const odd = api.routes.find(({ integration }) => !isAlikeButForHost(integration?.uri ?? '', stage.variables, other));
  return odd && `the address of ${odd.method} ${odd.path} differs in more than its host`;
}

/** Mappings, templates, functions and authorizers may name them in many ways: any of them is one too many. */
function areUsedBeyondAddresses({ routes, authorizers, gatewayResponses }: AwsApi): boolean {
  const rest = routes.map(({ integration, ...route }) => {
    const isHttp = integration?.type === 'HTTP' || integration?.type === 'HTTP_PROXY';
    return { ...route, integration: isHttp ? { ...integration, uri: '' } : integration };
  });
  return JSON.stringify({ rest, authorizers, gatewayResponses }).includes('stageVariables');
}

function isAlikeButForHost(
  uri: string,
  one: Readonly<Record<string, string>>,
  other: Readonly<Record<string, string>>,
): boolean {
  const [first, second] = [inlineVariables(uri, one), inlineVariables(uri, other)];
  if (first === second) return true;
  const rest = (text: string | undefined): string | undefined =>
    /^https?:\/\/[A-Za-z0-9.:-]+(.*)$/s.exec(text ?? '')?.[1];
  return rest(first) !== undefined && rest(first) === rest(second);
}
