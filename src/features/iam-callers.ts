import type { AwsApi, AwsRoute } from '../model/aws.ts';
import type { EntraTokens } from '../model/run.ts';
import * as cs from '../csharp/build.ts';
import { choose, deleteHeader } from '../policy/build.ts';
import { entraCheck, entraRefusals, type EntraWording } from './entra-tokens.ts';
import { decide, defineFeature, enter, report, NOTHING, type Decided, type FeatureContext } from './feature.ts';
import type { PolicyContribution } from './feature.ts';
import { gatewayAnswer } from './gateway-answer.ts';
import { attachment } from './route-parts.ts';
import { isNative, type Refused, type RoutePlan } from './handling.ts';

type Terms = Pick<FeatureContext, 'mode' | 'decisions' | 'entra'>;

/**
 * Routes whose callers sign with AWS IAM. No gateway but API Gateway can verify that, so they stay closed unless a person says that the
 * callers come with tokens of Microsoft Entra ID instead (docs: mapping, B3).
 */
export const iamCallers = defineFeature({
  id: 'iam-callers',
  fidelity: 'D',
  claims: ['authorizer-attachment'],
  findings: {
    'IAM-CALLERS': {
      severity: 'decision',
      differs: ['status', 'header', 'body', 'backend method', 'backend url'],
      message: 'Callers of {detail} sign with AWS IAM for a host name that changes.',
      awsBehaviour: 'Callers sign each request with AWS credentials, and the host name is part of what is signed.',
      apimBehaviour:
        'Such signatures cannot be verified, and API Gateway refuses one that was made for another host name.',
      remedy:
        'Register the API and its callers in Microsoft Entra ID, say so in "entra" of run.json and decide move-to-entra; or keep the route and its host name at API Gateway.',
      options: [
        {
          name: 'keep-blocked',
          consequence: 'The route is not carried: whoever calls it is refused, and nobody is let in who was not.',
          recommended: true,
        },
        {
          name: 'move-to-entra',
          consequence:
            'Callers come with a token of the tenant for the audience, from one of the applications, with one of the roles or scopes that "entra" of run.json names. What IAM policies allow to whom is not carried: whoever fits "entra" may call every such route.',
        },
      ],
    },
  },
  translate(api, context) {
    const { entra, routes } = context;
    const signed = routes.filter((plan) => isUndecidedOrMoved(plan));
    const moved = entra === undefined ? [] : signed.filter(isNative);
    return {
      ...NOTHING,
      policies: entra === undefined ? [] : moved.flatMap((plan) => policiesOf(plan, entra, api)),
      findings: signed.map(({ route, handling }) => {
        const { finding, option, isOpen } = iamDecision(route, context);
        const isKept = option === 'keep-blocked' && handling.kind === 'blocked';
        return isKept && (!isOpen || context.mode !== 'assess') ? { ...finding, severity: 'blocker' } : finding;
      }),
      entries: routes
        .filter(({ route, handling }) => route.authorizationType === 'AWS_IAM' && handling.kind !== 'override')
        .flatMap((plan) => enter('iam-callers', attachment(plan.route), moved.includes(plan) ? 'differs' : 'blocked')),
    };
  },
});

/** All but those that another reason than their callers blocks, and those with a policy of a person's own. */
function isUndecidedOrMoved({ route, handling }: RoutePlan): boolean {
  if (route.authorizationType !== 'AWS_IAM' || handling.kind === 'override') return false;
  return handling.kind !== 'blocked' || ['IAM-CALLERS', 'ENTRA-MISSING', 'ROUTE-IAM'].includes(handling.code);
}

function iamDecision(route: AwsRoute, context: Terms): Decided {
  return decide(report(iamCallers, 'IAM-CALLERS', route.at, `${route.method} ${route.path}`), context);
}

/** Why the callers of a route that IAM guards cannot be told; undefined where they come with tokens from now on. */
export function iamRefusal(route: AwsRoute, isOrigin: boolean, terms: Terms): Refused | undefined {
  if (iamDecision(route, terms).option !== 'move-to-entra')
    return { code: 'IAM-CALLERS', why: 'callers sign with AWS IAM for a host name that changes' };
  if (terms.entra === undefined)
    return { code: 'ENTRA-MISSING', why: 'its callers are to come with tokens of Microsoft Entra ID' };
  return isOrigin
    ? { code: 'ROUTE-IAM', why: 'API Gateway would stay its origin, and wants the signature of AWS IAM' }
    : undefined;
}

function policiesOf({ route, operations }: RoutePlan, entra: EntraTokens, api: AwsApi): readonly PolicyContribution[] {
  const operationIds = operations.map(({ id }) => id);
  const wording: EntraWording = { badToken: 'ACCESS_DENIED', missingGrant: 'ACCESS_DENIED' };
  const { roles = [], scopes = [] } = entra;
  const isMissing = cs.binary('==', cs.requestHeader('Authorization'), '');
  // An HTTP API says Forbidden of a missing token as well (mapping.md, B4).
  const missing = gatewayAnswer(api, api.type === 'REST' ? 'MISSING_AUTHENTICATION_TOKEN' : 'ACCESS_DENIED');
  // Where IAM guards, API Gateway drops Authorization (guide, important notes; read 2026-11-29); a token must reach no backend.
  const dropped = route.integration?.type === 'MOCK' ? [] : [deleteHeader('Authorization')];
  const nodes = [
    choose([{ condition: isMissing, policies: [missing] }]),
    ...entraCheck(entra, { roles, scopes }, api, wording),
    ...dropped,
  ];
  return [
    { operationIds, section: 'inbound', place: 'authentication', nodes },
    entraRefusals(operationIds, api, wording),
  ];
}
