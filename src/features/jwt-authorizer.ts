import type { AwsApi, AwsAuthorizer, AwsRoute } from '../model/aws.ts';
import type { LedgerColumn } from '../model/plan.ts';
import * as cs from '../csharp/build.ts';
import type { Expression } from '../csharp/expression.ts';
import { choose, validateJwt } from '../policy/build.ts';
import type { PolicyElement, PolicyNode } from '../policy/tree.ts';
import { defineFeature, enter, report, NOTHING } from './feature.ts';
import { gatewayAnswer } from './gateway-answer.ts';
import { attachment } from './route-parts.ts';
import { isNative, type RoutePlan } from './handling.ts';

/** Tokens of Cognito and other issuers on natively translated routes (docs: mapping, B3). */
export const jwtAuthorizer = defineFeature({
  id: 'jwt-authorizer',
  fidelity: 'C',
  claims: ['authorizer', 'authorizer-attachment'],
  findings: {
    'JWT-ALGORITHMS': {
      severity: 'info',
      message: 'The authorizer {detail} is checked by validate-jwt.',
      awsBehaviour: "Signing keys are looked up when they are rotated; bodies of refusals are API Gateway's.",
      apimBehaviour: 'Signing keys are kept for an hour.',
      remedy: 'Compare the answers to expired and foreign tokens on both sides.',
    },
  },
  translate(api, { routes }) {
    const guarded = routes.filter((plan) => isNative(plan) && plan.route.authorizationType !== 'NONE');
    const tokens = api.authorizers.filter(({ type }) => type === 'JWT' || type === 'COGNITO_USER_POOLS');
    const checked = tokens.filter(({ id }) => guarded.some(({ route }) => route.authorizerId === id));
    return {
      ...NOTHING,
      policies: guarded.map(({ route, operations }) => ({
        operationIds: operations.map(({ id }) => id),
        section: 'inbound',
        place: 'authentication',
        nodes: checks(route, authorizerOf(route, api), api),
      })),
      findings: checked.map((authorizer) => report(jwtAuthorizer, 'JWT-ALGORITHMS', authorizer.at, authorizer.name)),
      entries: [
        ...tokens.flatMap((authorizer) =>
          enter('jwt-authorizer', [{ kind: 'authorizer', at: authorizer.at }], columnOf(authorizer, routes)),
        ),
        ...guarded.flatMap(({ route }) => enter('jwt-authorizer', attachment(route), 'differs')),
      ],
    };
  },
});

/** As its best served route: checked here or by the origin; blocked with all its routes; nobody's loss without any. */
function columnOf({ id }: AwsAuthorizer, routes: readonly RoutePlan[]): LedgerColumn {
  const users = routes.filter(({ route }) => route.authorizerId === id);
  if (users.length === 0) return 'manual';
  return users.every(({ handling }) => handling.kind === 'blocked') ? 'blocked' : 'differs';
}

/** @throws Error for a guarded native route without its authorizer: route-plan.ts lets none through. */
function authorizerOf(route: AwsRoute, api: AwsApi): AwsAuthorizer {
  const authorizer = api.authorizers.find(({ id }) => id === route.authorizerId);
  if (authorizer === undefined) throw new Error(`route ${route.method} ${route.path} has no authorizer to translate`);
  return authorizer;
}

function checks(route: AwsRoute, authorizer: AwsAuthorizer, api: AwsApi): readonly PolicyNode[] {
  return authorizer.type === 'JWT' ? jwtChecks(route, authorizer, api) : [cognitoCheck(route, authorizer)];
}

/** API Gateway takes the bare token as well as `Bearer` and the token (edge case 26). */
const token = (): Expression => cs.call(cs.requestHeader('Authorization'), 'Replace', 'Bearer ', '');

const UNAUTHORIZED = { failedHttpCode: 401, failedMessage: 'Unauthorized' } as const;

/** Without scopes an id token of any client of the pool; with scopes an access token that has one of them. */
function cognitoCheck(route: AwsRoute, authorizer: AwsAuthorizer): PolicyElement {
  const [, region = '', pool = ''] =
    /^arn:aws[a-z-]*:cognito-idp:([^:]+):\d+:userpool\/(.+)$/.exec(authorizer.providerArns[0] ?? '') ?? [];
  const scopes = route.authorizationScopes;
  const use = scopes.length === 0 ? 'id' : 'access';
  return validateJwt({
    token: { tokenValue: token() },
    openidConfigs: [`https://cognito-idp.${region}.amazonaws.com/${pool}/.well-known/openid-configuration`],
    requiredClaims: [
      { name: 'token_use', match: 'all', values: [use] },
      ...(scopes.length === 0 ? [] : [{ name: 'scope', match: 'any' as const, separator: ' ', values: [...scopes] }]),
    ],
    ...UNAUTHORIZED,
  });
}

/**
 * The audience may stand in `aud` or, in Cognito's access tokens, in `client_id` (edge case 24), so it is checked after the
 * signature; the scope in `scope` or `scp`. Missing audience 401, missing scope 403, as an HTTP API answers.
 */
function jwtChecks(route: AwsRoute, authorizer: AwsAuthorizer, api: AwsApi): readonly PolicyNode[] {
  const issuer = authorizer.issuer ?? '';
  const jwt = cs.cast('Jwt', cs.index(cs.context('Variables'), 'jwt'));
  const claim = (name: string): Expression => cs.call(cs.member(jwt, 'Claims'), 'GetValueOrDefault', name, '');
  const isNamed = (name: Expression): Expression =>
    cs.any(authorizer.audience.map((value) => cs.binary('==', name, value)));
  const hasAudience = cs.conditional(
    cs.binary('==', claim('aud'), ''),
    isNamed(claim('client_id')),
    cs.call(cs.member(jwt, 'Audiences'), 'Any', cs.lambda('item', isNamed)),
  );
  // Split(string) is newer than .NET Framework, which gateways in Azure run on (compiled against 4.8, 2026-11-29).
  const scopes = cs.concatenation(' ', claim('scope'), ' ', claim('scp'), ' ');
  const hasScope = cs.call(
    cs.stringArray(...route.authorizationScopes),
    'Any',
    cs.lambda('item', (item) => cs.call(scopes, 'Contains', cs.concatenation(' ', item, ' '))),
  );
  const refusals = [
    { condition: cs.not(hasAudience), policies: [gatewayAnswer(api, 'UNAUTHORIZED')] },
    ...(route.authorizationScopes.length === 0
      ? []
      : [
          {
            condition: cs.not(hasScope),
            policies: [gatewayAnswer(api, 'ACCESS_DENIED')],
          },
        ]),
  ];
  return [
    validateJwt({
      token: { tokenValue: token() },
      openidConfigs: [`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`],
      issuers: [issuer],
      outputTokenVariableName: 'jwt',
      ...UNAUTHORIZED,
    }),
    choose(refusals),
  ];
}
