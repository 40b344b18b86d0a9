import type { Authorizer, Method } from '@aws-sdk/client-api-gateway';
import type { Authorizer as HttpAuthorizer, Route } from '@aws-sdk/client-apigatewayv2';
import type { EstateToken } from './sample-estate.ts';

/** What a caller has to send to be let in. */
export interface Credentials {
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly token?: EstateToken;
  readonly needsKey: boolean;
}

export const NO_CREDENTIALS: Credentials = { headers: {}, query: {}, needsKey: false };

/** The client that the estate's tokens are made for where an authorizer names none. */
const CLIENT = 'imported-client';

/** Values that the estate's authorizers are given; the first one that fits the authorizer's expression. */
const IDENTITIES = ['Bearer sample-token', 'sample-token', 'sample', 'Basic c2FtcGxlOnNhbXBsZQ=='];

/** What a method of a REST API asks of its callers; undefined when nobody outside AWS could know it (IAM, odd sources). */
export function restCredentials(method: Method, authorizers: readonly Authorizer[]): Credentials | undefined {
  const needsKey = method.apiKeyRequired === true;
  const type = method.authorizationType ?? 'NONE';
  if (type === 'NONE') return { ...NO_CREDENTIALS, needsKey };
  const authorizer = authorizers.find(({ id }) => id === method.authorizerId);
  if (authorizer === undefined) return undefined;
  if (type === 'COGNITO_USER_POOLS') {
    const issuer = issuerOfPool(authorizer.providerARNs?.[0]);
    const header = /^method\.request\.header\.(.+)$/.exec(authorizer.identitySource ?? '')?.[1];
    return issuer === undefined || header === undefined
      ? undefined
      : { ...NO_CREDENTIALS, needsKey, token: tokenFor(issuer, CLIENT, method.authorizationScopes, header) };
  }
  const sources = (authorizer.identitySource ?? '').split(',').flatMap((source) => source.trim() || []);
  const identity = sources.map((source) => identityAt(source, /^method\.request\.(header|querystring)\.(.+)$/));
  return merged(identity, needsKey, authorizer.identityValidationExpression);
}

/** The same for a route of an HTTP API. */
export function httpCredentials(route: Route, authorizers: readonly HttpAuthorizer[]): Credentials | undefined {
  const type = route.AuthorizationType ?? 'NONE';
  if (type === 'NONE') return NO_CREDENTIALS;
  const authorizer = authorizers.find(({ AuthorizerId }) => AuthorizerId === route.AuthorizerId);
  if (authorizer === undefined) return undefined;
  const sources = authorizer.IdentitySource ?? [];
  const jwt = authorizer.JwtConfiguration;
  if (type === 'JWT') {
    const header = /^\$request\.header\.(.+)$/.exec(sources[0] ?? '')?.[1];
    const [audience = CLIENT] = jwt?.Audience ?? [];
    return jwt?.Issuer === undefined || header === undefined
      ? undefined
      : { ...NO_CREDENTIALS, token: tokenFor(jwt.Issuer, audience, route.AuthorizationScopes, header) };
  }
  return merged(
    sources.map((source) => identityAt(source, /^\$request\.(header|querystring)\.(.+)$/)),
    false,
  );
}

/** The issuer of a user pool's tokens. */
export function issuerOfPool(arn: string | undefined): string | undefined {
  const [, region, pool] = /^arn:aws[a-z-]*:cognito-idp:([^:]+):[^:]*:userpool\/(.+)$/.exec(arn ?? '') ?? [];
  return region === undefined ? undefined : `https://cognito-idp.${region}.amazonaws.com/${pool}`;
}

function tokenFor(
  issuer: string,
  clientId: string,
  scopes: readonly string[] | undefined,
  header: string,
): EstateToken {
  const isScoped = scopes !== undefined && scopes.length > 0;
  return { issuer, clientId, header, use: isScoped ? 'access' : 'id', scopes: isScoped ? scopes.slice(0, 1) : [] };
}

type Identity = { readonly place: string; readonly name: string } | 'given' | undefined;

/** Of the context, these are there for every call; what stage variables hold is not looked at. */
const GIVEN = /^\$?context\.(identity\.(sourceIp|userAgent)|httpMethod|path|stage|apiId|domainName|requestId)$/;

function identityAt(source: string, pattern: RegExp): Identity {
  const [, place, name] = pattern.exec(source) ?? [];
  if (place !== undefined && name !== undefined) return { place, name };
  return GIVEN.test(source) ? 'given' : undefined;
}

function merged(identity: readonly Identity[], needsKey: boolean, expression = ''): Credentials | undefined {
  const value = IDENTITIES.find((candidate) => expression === '' || new RegExp(`^(?:${expression})$`).test(candidate));
  const asked = identity.filter((one) => one !== 'given');
  if (value === undefined || asked.includes(undefined)) return undefined;
  const at = (place: string) =>
    Object.fromEntries(asked.flatMap((one) => (one?.place === place ? [[one.name, value]] : [])));
  return { headers: at('header'), query: at('querystring'), needsKey };
}
