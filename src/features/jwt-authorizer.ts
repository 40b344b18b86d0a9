import type { AwsApi, AwsAuthorizer, AwsRoute } from '../model/aws.ts';
import type { LedgerColumn } from '../model/plan.ts';
import * as cs from '../csharp/build.ts';
import type { Expression } from '../csharp/expression.ts';
import { choose, validateJwt } from '../policy/build.ts';
import type { PolicyElement, PolicyNode } from '../policy/tree.ts';
import { bearerToken } from './bearer-token.ts';
import { claimOf, holdsOneOf } from './entra-tokens.ts';
import { defineFeature, enter, report, NOTHING, type FeatureContext, type PolicyContribution } from './feature.ts';
import { gatewayAnswer } from './gateway-answer.ts';
import { attachment } from './route-parts.ts';
import { isNative, type RoutePlan } from './handling.ts';
import { issuerChecks, issuerRefusals } from './token-issuer.ts';

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
  translate(api, context) {
    const { routes } = context;
    const guarded = routes.filter((plan) => isNative(plan) && isByToken(plan));
    const tokens = api.authorizers.filter(({ type }) => type === 'JWT' || type === 'COGNITO_USER_POOLS');
    const checked = tokens.filter(({ id }) => guarded.some(({ route }) => route.authorizerId === id));
    return {
      ...NOTHING,
      policies: guarded.flatMap((plan) => policiesOf(plan, api, context)),
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

const isByToken = ({ route }: RoutePlan): boolean => !['NONE', 'AWS_IAM', 'CUSTOM'].includes(route.authorizationType);

function policiesOf(
  { route, operations }: RoutePlan,
  api: AwsApi,
  terms: Pick<FeatureContext, 'decisions' | 'entra'>,
): readonly PolicyContribution[] {
  const operationIds = operations.map(({ id }) => id);
  const authorizer = authorizerOf(route, api);
  const nodes = issuerChecks(route, authorizer, api, checks(route, authorizer, api), terms);
  return [
    { operationIds, section: 'inbound', place: 'authentication', nodes },
    ...issuerRefusals(operationIds, authorizer, api, terms),
  ];
}

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

const UNAUTHORIZED = { failedHttpCode: 401, failedMessage: 'Unauthorized' } as const;

/** Without scopes an id token of any client of the pool; with scopes an access token that has one of them. */
function cognitoCheck(route: AwsRoute, authorizer: AwsAuthorizer): PolicyElement {
  const [, region = '', pool = ''] =
    /^arn:aws[a-z-]*:cognito-idp:([^:]+):\d+:userpool\/(.+)$/.exec(authorizer.providerArns[0] ?? '') ?? [];
  const scopes = route.authorizationScopes;
  const use = scopes.length === 0 ? 'id' : 'access';
  return validateJwt({
    token: { tokenValue: bearerToken() },
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
  const claim = (name: string): Expression => claimOf('jwt', name);
  const isNamed = (name: Expression): Expression =>
    cs.any(authorizer.audience.map((value) => cs.binary('==', name, value)));
  const hasAudience = cs.conditional(
    cs.binary('==', claim('aud'), ''),
    isNamed(claim('client_id')),
    cs.call(cs.member(cs.variable('jwt', 'Jwt'), 'Audiences'), 'Any', cs.lambda('item', isNamed)),
  );
  const scopes = cs.concatenation(claim('scope'), ' ', claim('scp'));
  const refusals = [
    { condition: cs.not(hasAudience), policies: [gatewayAnswer(api, 'UNAUTHORIZED')] },
    ...(route.authorizationScopes.length === 0
      ? []
      : [
          {
            condition: cs.not(holdsOneOf(scopes, ' ', route.authorizationScopes)),
            policies: [gatewayAnswer(api, 'ACCESS_DENIED')],
          },
        ]),
  ];
  return [
    validateJwt({
      token: { tokenValue: bearerToken() },
      openidConfigs: [`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`],
      issuers: [issuer],
      outputTokenVariableName: 'jwt',
      ...UNAUTHORIZED,
    }),
    choose(refusals),
  ];
}
