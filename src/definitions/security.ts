import type { AwsApi, AwsAuthorizer, AwsRoute } from '../model/aws.ts';
import { below, type SourceRef } from '../model/source-ref.ts';
import type { Definition } from './definition.ts';
import { membersAt } from './definition.ts';
import { defined } from './integration.ts';
import { isList, isObject, listAt, memberOf, objectAt, type Json, type JsonObject } from './json.ts';
import { Members } from './members.ts';
import { textOf } from './placeholders.ts';
import { resolve } from './references.ts';

const AUTHORIZER = 'x-amazon-apigateway-authorizer';
const AUTH = 'x-amazon-apigateway-auth';
const AUTHTYPE = 'x-amazon-apigateway-authtype';
const TYPES = ['TOKEN', 'REQUEST', 'COGNITO_USER_POOLS', 'JWT'] as const;

/** Security schemes with their place: `securityDefinitions` of Swagger 2, `components/securitySchemes` of OpenAPI 3. */
export function schemesOf(document: JsonObject): readonly (readonly [path: readonly string[], scheme: JsonObject])[] {
  const places = [['securityDefinitions'], ['components', 'securitySchemes']];
  return places.flatMap((path) => {
    const schemes = path.reduce<JsonObject>((at, key) => objectAt(at, key), document);
    return Object.entries(schemes).flatMap(([name, raw]) => {
      const scheme = resolve(document, raw);
      return isObject(scheme) ? [[[...path, name], scheme] as const] : [];
    });
  });
}

/** The authorizers that security schemes declare; their name is their id. */
export function readAuthorizers(definition: Pick<Definition, 'document' | 'at' | 'notes'>): readonly AwsAuthorizer[] {
  return schemesOf(definition.document).flatMap(([path, scheme]) => {
    const extension = memberOf(scheme, AUTHORIZER);
    if (!isObject(extension)) return [];
    const members = membersAt(definition, extension, ...path, AUTHORIZER);
    const authorizer = authorizerOf(members, path.at(-1) ?? '', textOf(memberOf(scheme, 'name')));
    members.end();
    return authorizer === undefined ? [] : [authorizer];
  });
}

function authorizerOf(members: Members, name: string, header: string | undefined): AwsAuthorizer | undefined {
  const type = members.word('type', TYPES);
  const jwt = members.object('jwtConfiguration');
  const sources = members.texts('identitySource').filter((source) => source !== '');
  const isHeaderKnown = header !== undefined && header !== '' && type !== 'REQUEST' && type !== 'JWT';
  const source = sources.length > 0 ? sources.join(',') : isHeaderKnown ? `method.request.header.${header}` : undefined;
  const payload = members.verbatim('authorizerPayloadFormatVersion');
  const optional = {
    uri: members.text('authorizerUri'),
    credentials: members.text('authorizerCredentials'),
    identitySource: source,
    identityValidationExpression: nonEmpty(members.verbatim('identityValidationExpression')),
    resultTtl: members.number('authorizerResultTtlInSeconds'),
    issuer: jwt?.text('issuer'),
    payloadFormatVersion:
      payload === undefined ? undefined : Number(payload) === 1 ? ('1.0' as const) : ('2.0' as const),
    simpleResponses: members.flag('enableSimpleResponses'),
  };
  const providerArns = members.texts('providerARNs');
  const audience = jwt?.texts('audience') ?? [];
  jwt?.end();
  // Routes that name it are guarded in AWS: without it they would look open.
  if (type === undefined) members.missing('type');
  return type === undefined
    ? undefined
    : { at: members.at, id: name, name, type, providerArns, audience, ...defined(optional) };
}

const nonEmpty = (text: string | undefined): string | undefined => (text === '' ? undefined : text);

type Security = Pick<AwsRoute, 'authorizationType' | 'authorizerId' | 'authorizationScopes' | 'apiKeyRequired'>;
const OPEN: Security = { authorizationType: 'NONE', authorizationScopes: [], apiKeyRequired: false };

/**
 * What a route's security comes to: the authorizer that is named, IAM by its scheme's authtype, an API key by its header; else
 * the document's own (recorded imports, 2025-07-02). A scheme that API Gateway does not know guards nothing there either.
 */
export function readSecurity(definition: Definition, operation: JsonObject, at: SourceRef): Security {
  const { document, schemes } = definition;
  const own = memberOf(operation, 'security');
  noteNoList(definition, own, below(at, 'security'));
  const required = isList(own) ? own : listAt(document, 'security');
  const named = required.flatMap((each) => (isObject(each) ? Object.entries(each) : []));
  const found = named.reduce<Security>((security, [name, scopes]) => {
    const authorizer = definition.authorizers.find((each) => each.name === name);
    if (authorizer !== undefined) return { ...security, ...byAuthorizer(authorizer, scopes, definition.type) };
    const scheme = schemes.get(name);
    if (textOf(memberOf(scheme, AUTHTYPE))?.toLowerCase() === 'awssigv4')
      return { ...security, authorizationType: 'AWS_IAM' };
    const isKey =
      memberOf(scheme, 'type') === 'apiKey' && textOf(memberOf(scheme, 'name'))?.toLowerCase() === 'x-api-key';
    return isKey && definition.type === 'REST' ? { ...security, apiKeyRequired: true } : security;
  }, OPEN);
  return isByIam(definition, operation, at) ? { ...found, authorizationType: 'AWS_IAM' } : found;
}

/** Requirements that are no list cannot be read: what they guard must not pass as open. */
export function noteNoList({ notes }: Pick<Definition, 'notes'>, security: Json | undefined, at: SourceRef): void {
  if (security === undefined || isList(security)) return;
  const remedy = 'Correct the definition, or assess what is deployed.';
  notes.gap(at, 'Security requirements', 'they are no list: what guards the route is not known', remedy, 'blocker');
}

function byAuthorizer({ id, type }: AwsAuthorizer, scopes: Json, api: AwsApi['type']): Partial<Security> {
  const authorizationScopes = isList(scopes) ? scopes.flatMap((scope) => textOf(scope) ?? []) : [];
  const kind = type === 'COGNITO_USER_POOLS' && api === 'REST' ? type : type === 'JWT' ? type : 'CUSTOM';
  return { authorizationType: kind, authorizerId: id, authorizationScopes };
}

/** `x-amazon-apigateway-auth: {type: AWS_IAM}` of one method. */
function isByIam({ notes }: Definition, operation: JsonObject, at: SourceRef): boolean {
  const auth = memberOf(operation, AUTH);
  if (!isObject(auth)) return false;
  const members = new Members(auth, below(at, AUTH), notes);
  const type = members.word('type', ['AWS_IAM', 'NONE']);
  members.end();
  return type === 'AWS_IAM';
}
