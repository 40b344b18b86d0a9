import { CSharpError, type Expression } from '../csharp/expression.ts';
import * as cs from '../csharp/build.ts';
import { toPattern } from '../csharp/pattern.ts';
import type { AwsApi, AwsAuthorizer, AwsRoute } from '../model/aws.ts';
import { contextValue } from './context-values.ts';
import { inlineVariables, isSecretName } from './variables.ts';

/** A Lambda authorizer that policies can ask in place of API Gateway. */
export interface AuthorizerFunction {
  readonly authorizer: AwsAuthorizer;
  readonly arn: string;
  readonly region: string;
  /** Values of its identity sources, in their order: what an answer is kept by. Text is the same of every call of the route. */
  readonly sources: readonly (string | Expression)[];
  /** Pattern that a token has to match as a whole. */
  readonly tokenPattern?: string;
  /** Seconds that an answer is kept; 0 keeps nothing. */
  readonly ttl: number;
}

/** Integrations that may be carried natively; behind the others API Gateway stays whoever asks the function. */
const CARRIED = ['HTTP', 'HTTP_PROXY', 'MOCK', 'AWS', 'AWS_PROXY'];
/** Seconds: REST APIs keep answers unless they say otherwise, HTTP APIs do not (API Gateway API references, 2026-11-29). */
const DEFAULT_TTL = { REST: 300, HTTP: 0, WEBSOCKET: 0 } as const;
const MAX_TTL = 3600;

/** The function that decides about a route; text for why API Gateway has to go on asking it. */
export function authorizerFunction(route: AwsRoute, api: AwsApi): AuthorizerFunction | string {
  const authorizer = api.authorizers.find(({ id }) => id === route.authorizerId);
  const isFunction = authorizer?.type === 'TOKEN' || authorizer?.type === 'REQUEST';
  if (authorizer === undefined || !isFunction || !CARRIED.includes(route.integration?.type ?? ''))
    return 'a Lambda function decides who may call';
  const uri = inlineVariables(authorizer.uri ?? '', api.stage.variables) ?? '';
  const [, arn, region = ''] = FUNCTION.exec(uri) ?? [];
  if (arn === undefined) return 'the function that decides who may call has no constant ARN';
  const sources = sourcesOf(authorizer, route, api);
  if (typeof sources === 'string') return sources;
  const isTold = authorizer.type === 'REQUEST' && Object.keys(api.stage.variables).some(isSecretName);
  if (isTold) return 'the function that decides who may call is told a stage variable that looks secret';
  const tokenPattern = tokenPatternOf(authorizer);
  if (tokenPattern === null) return 'tokens are held to a pattern that API Management may read otherwise';
  return {
    authorizer,
    arn,
    region,
    sources,
    ...(tokenPattern !== undefined && { tokenPattern }),
    // Without sources nothing tells callers apart, so that what one is told must not be kept for another.
    ttl: sources.length === 0 ? 0 : Math.min(authorizer.resultTtl ?? DEFAULT_TTL[api.type], MAX_TTL),
  };
}

/** Of one partition: the others have host names of their own. */
const FUNCTION =
  /(?:^|:lambda:path\/2015-03-31\/functions\/)(arn:aws:lambda:([a-z0-9-]+):\d{12}:function:[\w-]+(?::[\w$-]+)?)(?:\/invocations)?$/;

function sourcesOf(authorizer: AwsAuthorizer, route: AwsRoute, api: AwsApi): AuthorizerFunction['sources'] | string {
  const sources = (authorizer.identitySource ?? '').split(',').flatMap((source) => source.trim() || []);
  if (authorizer.type === 'TOKEN' && (sources.length !== 1 || !/\.header\./.test(sources[0] ?? '')))
    return 'the token that a function decides by is no header';
  const values = sources.map((source) => sourceValue(source, route, api));
  const unknown = sources.find((_, at) => values[at] === undefined);
  if (unknown !== undefined) return `a function decides by ${unknown}, which has no counterpart`;
  return values.filter((value) => value !== undefined);
}

/** `method.request.header.X` of a REST API, `$request.header.X` of an HTTP API, and their like. */
function sourceValue(source: string, route: AwsRoute, api: AwsApi): string | Expression | undefined {
  const [, root, name = ''] =
    /^(?:\$|method\.)?(request\.header|request\.querystring|context|stageVariables)\.(.+)$/.exec(source) ?? [];
  switch (root) {
    case 'request.header':
      return cs.requestHeader(name);
    case 'request.querystring':
      return cs.queryParameter(name);
    case 'context':
      // By it answers of an HTTP API's function are kept for each route (API Gateway guide, Lambda authorizers for HTTP APIs).
      return name === 'routeKey' && api.type === 'HTTP' ? routeKey(route) : contextValue(api, name, route);
    case 'stageVariables':
      return isSecretName(name) || api.stage.variables[name] === '' ? undefined : api.stage.variables[name];
    default:
      return undefined;
  }
}

const routeKey = ({ method, path }: AwsRoute): string => (path === '$default' ? path : `${method} ${path}`);

/** Undefined where any token will do; null for a pattern that may mean something else in .NET. */
function tokenPatternOf({ type, identityValidationExpression: own }: AwsAuthorizer): string | undefined | null {
  if (type !== 'TOKEN' || own === undefined || own === '') return undefined;
  // A token has to match from end to end, so that the ends of a pattern of one branch say nothing.
  const bare = own.includes('|') ? own : own.replace(/^\^/, '').replace(/(?<!\\)\$$/, '');
  const pattern = String.raw`\A(?:${bare})\z`;
  try {
    toPattern(pattern);
    return pattern;
  } catch (error) {
    if (error instanceof CSharpError) return null;
    throw error;
  }
}
