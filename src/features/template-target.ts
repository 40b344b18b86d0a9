import type { AwsApi } from '../model/aws.ts';
import * as cs from '../csharp/build.ts';
import type { Expression } from '../csharp/expression.ts';
import type { ParameterPlace, TemplateTarget } from '../vtl/compile.ts';
import { handedOn } from './authorizer-context.ts';
import { contextValue } from './context-values.ts';
import { tokenClaim } from './event-authorizer.ts';
import {
  added,
  domainPrefix,
  fullPath,
  headerMap,
  isUnseen,
  mapOf,
  object,
  pathValues,
  property,
  query,
  requestTime,
  requestTimeEpoch,
} from './function-event-parts.ts';
import type { KeptValues } from './kept-values.ts';
import type { MappingScope } from './mapped-value.ts';
import { withOwnNames } from './own-names.ts';
import { isSecretName } from './variables.ts';

/** What templates of a route can name. */
export interface TemplateScope extends MappingScope {
  /** The base path under which callers of custom names reach the API (base-path.ts). */
  readonly basePath: string | undefined;
  /** Tokens that callers show are those of the route's own authorizer. */
  readonly hasOwnTokens: boolean;
}

/** What a template's compiled C# reads in place of API Gateway's variables; `body` is its payload. */
export function templateTarget(body: Expression, scope: TemplateScope, earlier?: Expression): TemplateTarget {
  return {
    body: withOwnNames(body),
    parameter: (name, place) => placed(parameter(name, place, scope)),
    parameters: (place) => withOwnNames(parameters(place, scope)),
    context: (name) => placed(contextOf(name, scope)),
    stageVariable: (name) => stageVariable(name, scope.api),
    ...(earlier && { earlier: withOwnNames(earlier) }),
  };
}

const placed = <T extends string | Expression | undefined>(value: T): T | Expression =>
  typeof value === 'object' ? withOwnNames(value) : value;

/** The target of a response template where the request is made anew before (kept-values.ts). */
export function keptTarget(target: TemplateTarget, kept: KeptValues): TemplateTarget {
  return {
    ...target,
    parameter: (name, place) => kept.keep(target.parameter(name, place)),
    parameters: (place) => withOwnNames(kept.keepTexts(target.parameters(place))),
    context: (name) => kept.keep(target.context(name)),
  };
}

/** Path, then query, then header (API Gateway guide, `$input.params`); of several values of the query the last one. */
function parameter(name: string, place: ParameterPlace | undefined, { route }: TemplateScope): string | Expression {
  const own = pathValues(route).get(name);
  if (own !== undefined && (place === undefined || place === 'path')) return own;
  if (place === 'path') return '';
  if (place === 'header') return header(name);
  const last = cs.call(cs.index(query(), name), 'LastOrDefault');
  return cs.conditional(cs.call(query(), 'ContainsKey', name), last, place === undefined ? header(name) : '');
}

/** All parameters of one place, under their names as functions are told them. */
function parameters(place: ParameterPlace, { route }: TemplateScope): Expression {
  if (place === 'header') return headerMap();
  if (place === 'querystring')
    return mapOf(query(), (each) => property(cs.member(each, 'Key'), cs.call(cs.member(each, 'Value'), 'Last')));
  return object(...[...pathValues(route)].map(([name, value]) => property(name, value)));
}

function header(name: string): string | Expression {
  const [, own] = added().find(([each]) => each.toLowerCase() === name.toLowerCase()) ?? [];
  return own ?? (isUnseen(name) ? '' : cs.requestHeader(name));
}

/** A variable that is not set is empty in a template (recorded 2026-11-23); one that looks secret is written nowhere. */
function stageVariable(name: string, { stage }: AwsApi): string | undefined {
  if (isSecretName(name)) return undefined;
  return Object.hasOwn(stage.variables, name) ? (stage.variables[name] ?? '') : '';
}

/** What only API Gateway knows (API Gateway guide, `$context`, 2026-11-29). */
const UNKNOWN =
  /^(accountId|resourceId|deploymentId|xrayTraceId|webaclArn|wafResponseCode|waf\..+|awsEndpoint\w*|integration\w*|integration\..+|identity\.(clientCert\..+|apiKeyId)|(authenticate|authorize|customDomain)\..+|tlsVersion|cipherSuite)$/;
/** Of callers that sign with AWS IAM; empty for all others. */
const OF_SIGNERS = /^identity\.(accessKey|accountId|caller|cognito\w+|principalOrgId|user|userArn)$/;

/** `$context.NAME`; a name that API Gateway does not know either is empty. */
function contextOf(name: string, scope: TemplateScope): string | Expression | undefined {
  const { api, route } = scope;
  if (name === 'authorizer' || name.startsWith('authorizer.')) return authorizerValue(name, scope);
  if (OF_SIGNERS.test(name)) return route.authorizationType === 'AWS_IAM' ? undefined : '';
  return requestValue(name, scope) ?? contextValue(api, name, route) ?? (UNKNOWN.test(name) ? undefined : '');
}

/** Of the request's own arrival, so that two templates say the same time. */
const arrival = (): Expression => cs.context('Timestamp');

function requestValue(name: string, { api, route, basePath }: TemplateScope): string | Expression | undefined {
  switch (name) {
    case 'path':
      return fullPath({ api, route, basePath });
    case 'protocol':
      return 'HTTP/1.1';
    case 'domainPrefix':
      return domainPrefix();
    case 'requestTime':
      return requestTime(arrival());
    case 'requestTimeEpoch':
      return cs.call(requestTimeEpoch(arrival()), 'ToString');
    case 'identity.apiKey':
      return route.apiKeyRequired ? cs.binary('??', cs.memberOrNull(cs.context('Subscription'), 'Key'), '') : '';
    default:
      return undefined;
  }
}

/** What an authorizer says of the caller: a function's context, or claims of a user pool's token. */
function authorizerValue(name: string, scope: TemplateScope): string | Expression | undefined {
  const { api, route } = scope;
  switch (route.authorizationType) {
    case 'NONE':
      return '';
    case 'CUSTOM':
      return handedOn(name, api, route)?.value;
    case 'COGNITO_USER_POOLS':
      return claimOf(name, scope);
    default:
      return undefined;
  }
}

/** `authorizer.claims` alone is null (API Gateway guide). */
function claimOf(name: string, { hasOwnTokens }: TemplateScope): string | Expression | undefined {
  const claim = /^authorizer\.claims\.([^'\\]+)$/s.exec(name)?.[1];
  if (claim === undefined) return '';
  return hasOwnTokens ? tokenClaim(claim) : undefined;
}
