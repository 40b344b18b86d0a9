import type { AwsApi, AwsAuthorizer, AwsRoute } from '../model/aws.ts';
import type { Finding } from '../model/finding.ts';
import type { EntraTokens } from '../model/run.ts';
import * as cs from '../csharp/build.ts';
import { choose } from '../policy/build.ts';
import type { PolicyNode } from '../policy/tree.ts';
import { bearerToken } from './bearer-token.ts';
import { entraCheck, entraIssuers, entraRefusals, type EntraWording } from './entra-tokens.ts';
import { decide, defineFeature, report, NOTHING, type Decided, type FeatureContext } from './feature.ts';
import type { PolicyContribution } from './feature.ts';
import { isNative, type Refused, type RoutePlan } from './handling.ts';

type Terms = Pick<FeatureContext, 'decisions' | 'entra'>;

/**
 * Who issues the tokens of an authorizer after the migration. Its own issuer may go on, and does unless a person says otherwise: the
 * check of its tokens is carried as it is, so that an open decision stops nothing (docs: mapping, B3).
 */
export const tokenIssuer = defineFeature({
  id: 'token-issuer',
  fidelity: 'D',
  claims: [],
  findings: {
    'TOKEN-ISSUER': {
      severity: 'decision',
      message: 'The authorizer {detail} takes tokens of its own issuer.',
      awsBehaviour: 'Tokens of one issuer are taken: a user pool, or what the authorizer names.',
      apimBehaviour: 'Tokens of that issuer, of Microsoft Entra ID, or of both can be taken.',
      remedy: 'Decide who issues tokens after the migration; an open decision keeps the issuer.',
      options: [
        {
          name: 'keep-issuer',
          consequence: 'Callers notice nothing; the issuer stays, and the service reads its keys over the internet.',
          recommended: true,
        },
        {
          name: 'move-to-entra',
          consequence:
            'Only tokens of Microsoft Entra ID for "entra" of run.json are taken; scopes of routes must be there as roles or scopes of the same names. Tokens of the old issuer are refused.',
        },
        {
          name: 'both-issuers',
          consequence:
            'During a transition a token of either issuer is taken, each checked as if it were alone. Routes that keep API Gateway as their origin take the old ones only.',
        },
      ],
    },
    'TOKEN-ISSUER-MOVED': {
      severity: 'info',
      differs: ['status', 'header', 'body', 'backend method', 'backend url'],
      message: '{detail} takes tokens of Microsoft Entra ID in place of those of its issuer.',
      awsBehaviour: 'Tokens of its own issuer are taken.',
      apimBehaviour: 'They are refused; those of the tenant are taken.',
      remedy: 'Give the callers their registrations before the cutover.',
    },
    'TOKEN-ISSUER-OF-ORIGIN': {
      severity: 'review',
      message: 'API Gateway stays the origin of {detail} and takes tokens of the old issuer only.',
      awsBehaviour: 'The authorizer runs at API Gateway.',
      apimBehaviour: 'The token passes through to it.',
      remedy: 'Tell the callers of this route to keep the old tokens until its backend is moved.',
    },
  },
  translate(api, context) {
    const used = tokenAuthorizers(api).filter(({ id }) =>
      context.routes.some(({ route }) => route.authorizerId === id),
    );
    return {
      ...NOTHING,
      findings: used.flatMap((authorizer) => {
        const { finding, option } = issuerDecision(authorizer, context);
        const own = context.routes.filter(({ route }) => route.authorizerId === authorizer.id);
        const of = (code: string, plans: readonly RoutePlan[]): readonly Finding[] =>
          plans.map(({ route }) => report(tokenIssuer, code, route.at, `${route.method} ${route.path}`));
        const kept = own.filter(({ handling }) => handling.kind === 'origin');
        return [
          finding,
          ...(option === 'move-to-entra' ? of('TOKEN-ISSUER-MOVED', own.filter(isNative)) : []),
          ...(option === 'both-issuers' ? of('TOKEN-ISSUER-OF-ORIGIN', kept) : []),
        ];
      }),
    };
  },
});

const tokenAuthorizers = ({ authorizers }: AwsApi): readonly AwsAuthorizer[] =>
  authorizers.filter(({ type }) => type === 'JWT' || type === 'COGNITO_USER_POOLS');

/** Decided as what stands around APIs is: an open one keeps the issuer, in every mode. */
function issuerDecision(authorizer: AwsAuthorizer, { decisions }: Terms): Decided {
  return decide(report(tokenIssuer, 'TOKEN-ISSUER', authorizer.at, authorizer.name), {
    mode: 'assess',
    decisions,
  });
}

/** Whether tokens of a route are to be taken of another issuer than its authorizer's, alone or besides. */
export function hasOtherIssuer({ authorizerId }: AwsRoute, api: AwsApi, terms: Pick<Terms, 'decisions'>): boolean {
  const authorizer = tokenAuthorizers(api).find(({ id }) => id === authorizerId);
  if (authorizer === undefined) return false;
  const { option, isOpen } = issuerDecision(authorizer, terms);
  return !isOpen && option !== 'keep-issuer';
}

/** Why the tokens of a route cannot be checked as was decided; undefined where they can. */
export function issuerRefusal(
  authorizer: AwsAuthorizer | undefined,
  isOrigin: boolean,
  terms: Terms,
): Refused | undefined {
  if (authorizer === undefined || (authorizer.type !== 'JWT' && authorizer.type !== 'COGNITO_USER_POOLS'))
    return undefined;
  const { option, isOpen } = issuerDecision(authorizer, terms);
  // A decision that is none of the options decides nothing: what it was meant to refuse may be let in.
  if (option === undefined) return { code: 'ROUTE-ISSUER', why: 'the decision TOKEN-ISSUER is none of its options' };
  if (isOpen || option === 'keep-issuer') return undefined;
  if (terms.entra === undefined)
    return { code: 'ENTRA-MISSING', why: 'tokens of Microsoft Entra ID are to be taken for it' };
  return option === 'move-to-entra' && isOrigin
    ? { code: 'ROUTE-ISSUER', why: 'API Gateway would stay its origin, and takes tokens of the old issuer only' }
    : undefined;
}

/** The check of a route's tokens: of its own issuer, of Entra ID, or by what the token says of its issuer. */
export function issuerChecks(
  route: AwsRoute,
  authorizer: AwsAuthorizer,
  api: AwsApi,
  own: readonly PolicyNode[],
  terms: Terms,
): readonly PolicyNode[] {
  const { option } = issuerDecision(authorizer, terms);
  const { entra } = terms;
  if (entra === undefined || option === 'keep-issuer') return own;
  const entraOnly = entraCheck(entra, grantsOf(route, entra), api, wordingOf(authorizer));
  if (option === 'move-to-entra') return entraOnly;
  // Unverified, it only chooses whose check follows: each verifies all of it.
  const issuer = cs.memberOrNull(cs.call(bearerToken(), 'AsJwt'), 'Issuer');
  const condition = cs.any(entraIssuers(entra).map((name) => cs.binary('==', issuer, name)));
  return [choose([{ condition, policies: entraOnly }], own)];
}

/** Refusals of Entra's check in the authorizer's words, where it is planned. */
export function issuerRefusals(
  operationIds: readonly string[],
  authorizer: AwsAuthorizer,
  api: AwsApi,
  terms: Terms,
): readonly PolicyContribution[] {
  return terms.entra === undefined || issuerDecision(authorizer, terms).option === 'keep-issuer'
    ? []
    : [entraRefusals(operationIds, api, wordingOf(authorizer))];
}

/** The route's scopes under their names; a route without any wants what the run asks of all. */
function grantsOf({ authorizationScopes: own }: AwsRoute, { roles = [], scopes = [] }: EntraTokens) {
  return own.length > 0 ? { roles: own, scopes: own } : { roles, scopes };
}

/** A missing scope is 401 of a user pool's authorizer, 403 of a JWT authorizer (mapping.md, B3). */
const wordingOf = ({ type }: AwsAuthorizer): EntraWording => ({
  badToken: 'UNAUTHORIZED',
  missingGrant: type === 'JWT' ? 'ACCESS_DENIED' : 'UNAUTHORIZED',
});
