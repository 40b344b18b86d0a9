import type { AwsAuthorizer, AwsRoute } from '../../model/aws.ts';
import { defined } from '../integration.ts';
import type { Members } from '../members.ts';

/** What SAM's `Auth` of an API says: its authorizers by name, and what guards a route that says nothing itself. */
export interface SamAuth {
  readonly authorizers: readonly AwsAuthorizer[];
  readonly defaultAuthorizer: string | undefined;
  readonly apiKeyRequired: boolean;
  /** Whether a preflight is guarded by default as well. */
  readonly guardsPreflight: boolean;
  readonly resourcePolicy: string | undefined;
  readonly scopes: Readonly<Record<string, readonly string[]>>;
}

const NO_AUTH: SamAuth = {
  authorizers: [],
  defaultAuthorizer: undefined,
  apiKeyRequired: false,
  guardsPreflight: true,
  resourcePolicy: undefined,
  scopes: {},
};

/** `Auth` of an API (SAM specification, ApiAuth and HttpApiAuth, 2026-11-25). */
export function readSamAuth(auth: Members | undefined, type: 'REST' | 'HTTP'): SamAuth {
  if (auth === undefined) return NO_AUTH;
  const scopes: Record<string, readonly string[]> = {};
  const authorizers = auth.objects('Authorizers').map(([name, members]) => {
    scopes[name] = members.texts('AuthorizationScopes');
    return type === 'REST' ? restAuthorizer(name, members) : httpAuthorizer(name, members);
  });
  const policy = auth.raw('ResourcePolicy');
  const read = {
    authorizers,
    defaultAuthorizer: auth.verbatim('DefaultAuthorizer'),
    apiKeyRequired: auth.flag('ApiKeyRequired') ?? false,
    guardsPreflight: auth.flag('AddDefaultAuthorizerToCorsPreflight') ?? true,
    resourcePolicy: policy === undefined ? undefined : JSON.stringify(policy),
    scopes,
  };
  auth.ignore('EnableIamAuthorizer', 'InvokeRole', 'AddApiKeyRequiredToCorsPreflight', 'UsagePlan').end();
  return read;
}

function restAuthorizer(name: string, members: Members): AwsAuthorizer {
  const pools = members.texts('UserPoolArn');
  const identity = members.object('Identity');
  const isRequest = members.verbatim('FunctionPayloadType') === 'REQUEST';
  const header = identity?.verbatim('Header') ?? 'Authorization';
  const sources = isRequest ? requestSources(identity) : [`method.request.header.${header}`];
  const functionArn = members.verbatim('FunctionArn');
  const authorizer = {
    at: members.at,
    id: name,
    name,
    type: pools.length > 0 ? ('COGNITO_USER_POOLS' as const) : isRequest ? ('REQUEST' as const) : ('TOKEN' as const),
    providerArns: pools,
    audience: [],
    identitySource: sources.join(','),
    ...defined({
      uri: functionArn === undefined ? undefined : invocationOf(functionArn),
      credentials: members.verbatim('FunctionInvokeRole'),
      identityValidationExpression: identity?.verbatim('ValidationExpression'),
      resultTtl: identity?.number('ReauthorizeEvery'),
    }),
  };
  identity?.ignore('Header').end();
  members.ignore('DisableFunctionDefaultPermissions').end();
  return authorizer;
}

function requestSources(identity: Members | undefined): readonly string[] {
  const of = (key: string, place: string): readonly string[] =>
    (identity?.texts(key) ?? []).map((name) => `${place}.${name}`);
  return [
    ...of('Headers', 'method.request.header'),
    ...of('QueryStrings', 'method.request.querystring'),
    ...of('StageVariables', 'stageVariables'),
    ...of('Context', 'context'),
  ];
}

function httpAuthorizer(name: string, members: Members): AwsAuthorizer {
  const jwt = members.object('JwtConfiguration');
  const identity = members.object('Identity');
  const functionArn = members.verbatim('FunctionArn');
  const payload = members.verbatim('AuthorizerPayloadFormatVersion');
  const audience = jwt?.texts('audience') ?? [];
  const headers = (identity?.texts('Headers') ?? []).map((header) => `$request.header.${header}`);
  const queries = (identity?.texts('QueryStrings') ?? []).map((query) => `$request.querystring.${query}`);
  const authorizer = {
    at: members.at,
    id: name,
    name,
    type: jwt === undefined ? ('REQUEST' as const) : ('JWT' as const),
    providerArns: [],
    audience,
    ...defined({
      issuer: jwt?.text('issuer'),
      identitySource: members.verbatim('IdentitySource') ?? ([...headers, ...queries].join(',') || undefined),
      uri: functionArn === undefined ? undefined : invocationOf(functionArn),
      credentials: members.verbatim('FunctionInvokeRole'),
      resultTtl: identity?.number('ReauthorizeEvery'),
      payloadFormatVersion:
        payload === undefined ? undefined : Number(payload) === 1 ? ('1.0' as const) : ('2.0' as const),
      simpleResponses: members.flag('EnableSimpleResponses'),
    }),
  };
  jwt?.end();
  identity?.ignore('Context', 'StageVariables').end();
  members.ignore('EnableFunctionDefaultPermissions').end();
  return authorizer;
}

/** The address of a function as API Gateway invokes it. */
export const invocationOf = (functionArn: string): string =>
  `arn:aws:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/${functionArn}/invocations`;

type Guard = Pick<AwsRoute, 'authorizationType' | 'authorizerId' | 'authorizationScopes'>;

/** What a route is guarded by: an authorizer's name, AWS_IAM, NONE, or what the API says for all. */
export function guardOf(name: string | undefined, scopes: readonly string[], auth: SamAuth): Guard {
  const chosen = name ?? auth.defaultAuthorizer;
  if (chosen === undefined || chosen === 'NONE') return { authorizationType: 'NONE', authorizationScopes: [] };
  if (chosen === 'AWS_IAM') return { authorizationType: 'AWS_IAM', authorizationScopes: [] };
  const type = auth.authorizers.find(({ id }) => id === chosen)?.type;
  const authorizationType = type === 'COGNITO_USER_POOLS' ? type : type === 'JWT' ? 'JWT' : 'CUSTOM';
  return {
    authorizationType,
    authorizerId: chosen,
    authorizationScopes: scopes.length > 0 ? scopes : (auth.scopes[chosen] ?? []),
  };
}
