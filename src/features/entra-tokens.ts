import type { AwsApi } from '../model/aws.ts';
import type { EntraTokens } from '../model/run.ts';
import * as cs from '../csharp/build.ts';
import type { Expression } from '../csharp/expression.ts';
import { choose, validateAzureAdToken } from '../policy/build.ts';
import type { PolicyNode } from '../policy/tree.ts';
import { bearerToken } from './bearer-token.ts';
import type { PolicyContribution } from './feature.ts';
import { gatewayAnswer, type RaisedType } from './gateway-answer.ts';

/** A claim of a token that a policy accepted and stored: several values joined by commas, none as empty text. */
export function claimOf(variable: string, name: string): Expression {
  const jwt = cs.cast('Jwt', cs.index(cs.context('Variables'), variable));
  return cs.call(cs.member(jwt, 'Claims'), 'GetValueOrDefault', name, '');
}

/** Whether a list in one text has one of the wanted items. */
export function holdsOneOf(list: Expression, separator: string, wanted: readonly string[]): Expression {
  return cs.call(
    cs.split(list, separator),
    'Any',
    cs.lambda('item', (item) => cs.any(wanted.map((value) => cs.binary('==', item, value)))),
  );
}

/** What a token must grant besides being for the API: one of all these, as a role of an application or a scope of a person. */
export interface Grants {
  readonly roles: readonly string[];
  readonly scopes: readonly string[];
}

/** How API Gateway words the refusals that the check takes the place of. */
export interface EntraWording {
  readonly badToken: Extract<RaisedType, 'UNAUTHORIZED' | 'ACCESS_DENIED'>;
  readonly missingGrant: Extract<RaisedType, 'UNAUTHORIZED' | 'ACCESS_DENIED'>;
}

const VARIABLE = 'entra';

/** The check of a token of Microsoft Entra ID: signature, tenant, audience and application by the policy, then what it grants. */
export function entraCheck(
  { tenantId, audience, clientIds = [] }: EntraTokens,
  { roles, scopes }: Grants,
  api: AwsApi,
  { badToken, missingGrant }: EntraWording,
): readonly PolicyNode[] {
  // Applications have roles, a list of claims; people's tokens have scopes, one text.
  const granted = cs.any([
    ...(roles.length === 0 ? [] : [holdsOneOf(claimOf(VARIABLE, 'roles'), ',', roles)]),
    ...(scopes.length === 0 ? [] : [holdsOneOf(claimOf(VARIABLE, 'scp'), ' ', scopes)]),
  ]);
  const wants = roles.length + scopes.length > 0;
  return [
    validateAzureAdToken({
      tenantId,
      tokenValue: bearerToken(),
      clientApplicationIds: clientIds,
      audiences: [audience],
      failedHttpCode: badToken === 'UNAUTHORIZED' ? 401 : 403,
      failedMessage: badToken === 'UNAUTHORIZED' ? 'Unauthorized' : 'Forbidden',
      ...(wants && { outputTokenVariableName: VARIABLE }),
    }),
    ...(wants ? [choose([{ condition: cs.not(granted), policies: [gatewayAnswer(api, missingGrant)] }])] : []),
  ];
}

/** The check's refusals in API Gateway's words: those of one operation, as other routes of the API may word theirs otherwise. */
export function entraRefusals(
  operationIds: readonly string[],
  api: AwsApi,
  { badToken }: EntraWording,
): PolicyContribution {
  const condition = cs.binary('==', cs.context('LastError', 'Source'), 'validate-azure-ad-token');
  const nodes = [choose([{ condition, policies: [gatewayAnswer(api, badToken)] }])];
  return { operationIds, section: 'onError', place: 'authentication', nodes };
}

/** Issuers that a tenant's tokens name, by their version (Microsoft Learn, access token claims; read 2026-11-29). */
export const entraIssuers = ({ tenantId }: EntraTokens): readonly string[] => [
  `https://login.microsoftonline.com/${tenantId}/v2.0`,
  `https://sts.windows.net/${tenantId}/`,
];
