import type { AwsApi, AwsIntegration, AwsRoute } from '../model/aws.ts';
import type { AwsFunction } from '../model/aws-account.ts';
import type { RunRequest } from '../model/run.ts';
import { sourceKey } from '../model/source-ref.ts';
import { toPattern } from '../csharp/pattern.ts';
import { CSharpError } from '../csharp/expression.ts';
import { isPayload2 } from './function-event-parts.ts';
import { customCall, type CustomCall } from './function-custom.ts';
import type { TemplateUse } from './mapping-template.ts';
import type { TemplateScope } from './template-target.ts';
import { inlineVariables, isSecretName } from './variables.ts';

/** The code of the decision where a route's function is called; it has to be known before routes are planned. */
export const LAMBDA_TARGET = 'LAMBDA-TARGET';
const LAMBDA_OPTIONS = ['keep-api-gateway-origin', 'invoke-function', 'function-url', 'function-app'] as const;

/** A function as an integration names it. */
interface FunctionName {
  /** With a version or an alias, if the integration names one. */
  readonly arn: string;
  readonly region: string;
}

/** How API Management calls a function without API Gateway. */
export type FunctionCall =
  | { readonly option: 'invoke-function'; readonly name: FunctionName; readonly form: 'proxy-1.0' | 'proxy-2.0' }
  | {
      readonly option: 'invoke-function';
      readonly name: FunctionName;
      readonly form: 'custom';
      readonly isAsync: boolean;
      readonly custom: CustomCall;
    }
  | { readonly option: 'function-url' | 'function-app'; readonly name: FunctionName; readonly url: string };

/** What a run decides of functions, and what is known of them. */
export interface FunctionTerms {
  readonly decisions: RunRequest['decisions'];
  readonly aws: RunRequest['aws'];
  readonly functionApps: RunRequest['functionApps'];
  readonly functions: readonly AwsFunction[];
}

/** What becomes of a route with a function behind it: undefined where API Gateway stays its origin, text for why nothing can be done. */
type LambdaHandling =
  | { readonly call: FunctionCall }
  | { readonly blocked: string }
  | { readonly origin: string; readonly templates?: readonly TemplateUse[] }
  | undefined;

/** The option that a run takes for a route. Without one by name, the recommended: API Gateway stays. */
function lambdaOption(route: AwsRoute, decisions: RunRequest['decisions']): string {
  return decisions[`${LAMBDA_TARGET}@${sourceKey(route.at)}`] ?? decisions[LAMBDA_TARGET] ?? LAMBDA_OPTIONS[0];
}

/** The function behind a route: by ARN, or by the address that API Gateway has for it. */
function functionOf(route: AwsRoute, api: AwsApi): FunctionName | undefined {
  const { integration } = route;
  if (integration === undefined || (integration.type !== 'AWS' && integration.type !== 'AWS_PROXY')) return undefined;
  if (integration.subtype !== undefined) return undefined;
  const uri = inlineVariables(integration.uri ?? '', api.stage.variables) ?? '';
  const [, arn, region = ''] =
    /(?:^|:lambda:path\/2015-03-31\/functions\/)(arn:aws:lambda:([a-z0-9-]+):\d{12}:function:[\w-]+(?::[\w$-]+)?)(?:\/invocations)?$/.exec(
      uri,
    ) ?? [];
  return arn === undefined ? undefined : { arn, region };
}

/** What a run's decision makes of a route with a function. */
export function lambdaHandling(scope: TemplateScope, terms: FunctionTerms): LambdaHandling {
  const { route, api } = scope;
  const name = functionOf(route, api);
  const option = lambdaOption(route, terms.decisions);
  if (name === undefined || option === 'keep-api-gateway-origin') return undefined;
  switch (option) {
    case 'invoke-function':
      return invocation(scope, name, terms);
    case 'function-url': {
      const url = terms.functions.find(({ arn }) => arn === name.arn)?.urls.find(({ authType }) => authType === 'NONE');
      if (url === undefined) return { blocked: `no function URL of ${name.arn} without IAM is known` };
      return { call: { option, name, url: url.url } };
    }
    case 'function-app': {
      const url = terms.functionApps[name.arn];
      if (url === undefined) return { blocked: `functionApps of run.json has no address for ${name.arn}` };
      return { call: { option, name, url } };
    }
    default:
      return { blocked: `the decision "${option}" is none of ${LAMBDA_OPTIONS.join(', ')}` };
  }
}

function invocation(scope: TemplateScope, name: FunctionName, terms: FunctionTerms): LambdaHandling {
  const { route, api } = scope;
  const integration = route.integration as AwsIntegration;
  const why = whyNotTold(scope) ?? whyNotInvoked(integration, api);
  if (why !== undefined) return { origin: why };
  if (terms.aws === undefined) return { blocked: 'run.json does not say how calls of AWS are signed (aws)' };
  if (integration.type === 'AWS') {
    const isAsync = invocationType(integration) === 'Event';
    const custom = customCall(integration, scope, isAsync);
    if ('why' in custom) return { origin: custom.why, templates: custom.uses };
    return { call: { option: 'invoke-function', name, form: 'custom', isAsync, custom } };
  }
  return { call: { option: 'invoke-function', name, form: isPayload2(route, api) ? 'proxy-2.0' : 'proxy-1.0' } };
}

/** A mapping to one of these breaks every call of a function (recorded 2024-12-11). */
const BREAKING =
  /^integration\.request\.header\.(content-length|transfer-encoding|authorization|connection|expect|proxy-authenticate|te)$/i;
const INVOCATION_TYPE = /^integration\.request\.header\.x-amz-invocation-type$/i;

function invocationType({ requestParameters }: AwsIntegration): string | undefined {
  const source = Object.entries(requestParameters).find(([target]) => INVOCATION_TYPE.test(target))?.[1];
  return source === undefined ? undefined : /^'(.*)'$/s.exec(source)?.[1];
}

/** Kinds of authorization whose outcome can be told without API Gateway; what IAM knows of a caller cannot. */
const TOLD = ['COGNITO_USER_POOLS', 'JWT', 'CUSTOM'];

/** Why nobody else can tell a function who calls: what authorizers hand over is rebuilt by event-authorizer.ts. */
function whyNotTold({ route: { authorizationType }, hasOwnTokens }: TemplateScope): string | undefined {
  if (authorizationType === 'NONE') return undefined;
  if (!TOLD.includes(authorizationType)) return 'its function is told who calls';
  return !hasOwnTokens ? 'its function is told the claims of tokens whose issuer is to be another' : undefined;
}

/** Why API Gateway has to go on calling a function. */
function whyNotInvoked(integration: AwsIntegration, api: AwsApi): string | undefined {
  if (api.stage.canary !== undefined) return 'a canary serves a share of the requests';
  if (Object.keys(api.stage.variables).some(isSecretName))
    return 'its function is told a stage variable that looks secret';
  if (integration.responseTransferMode === 'STREAM') return 'answers are streamed';
  return integration.type === 'AWS' ? whyNotCustom(integration, api) : whyNotProxy(integration, api);
}

function whyNotProxy({ httpMethod, requestParameters, responses }: AwsIntegration, api: AwsApi): string | undefined {
  const targets = Object.keys(requestParameters);
  if (api.type === 'HTTP') {
    if (targets.length > 0) return 'parameters of the request are mapped';
    return responses.some(({ responseParameters }) => Object.keys(responseParameters).length > 0)
      ? 'parameters of answers are mapped'
      : undefined;
  }
  if (httpMethod !== 'POST') return `the function is called by ${httpMethod ?? 'no method'}, which its service refuses`;
  return targets.some((target) => BREAKING.test(target)) ? 'a mapped parameter breaks every call' : undefined;
}

function whyNotCustom(integration: AwsIntegration, { binaryMediaTypes }: AwsApi): string | undefined {
  const { requestParameters, responses, contentHandling } = integration;
  // Without binary types every payload is text, which stays as it is where it is to become text.
  const isConverted = [contentHandling, ...responses.map((each) => each.contentHandling)].includes('CONVERT_TO_BINARY');
  if (isConverted || binaryMediaTypes.length > 0) return 'payloads are converted';
  const targets = Object.keys(requestParameters);
  if (targets.some((target) => BREAKING.test(target))) return 'a mapped parameter breaks every call';
  const type = invocationType(integration);
  if (targets.some((target) => INVOCATION_TYPE.test(target)) && type !== 'Event' && type !== 'RequestResponse')
    return 'the type of the invocation is mapped';
  return responses.map(whyNotSelected).find((why) => why !== undefined);
}

function whyNotSelected({ selectionPattern = '' }: AwsIntegration['responses'][number]): string | undefined {
  try {
    toPattern(selectionPattern);
    return undefined;
  } catch (error) {
    if (error instanceof CSharpError) return `the answer is chosen by the pattern ${selectionPattern}`;
    throw error;
  }
}
