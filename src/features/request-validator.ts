import type { AwsApi } from '../model/aws.ts';
import * as cs from '../csharp/build.ts';
import type { Expression } from '../csharp/expression.ts';
import { choose } from '../policy/build.ts';
import { defineFeature, enter, NOTHING } from './feature.ts';
import { gatewayAnswer } from './gateway-answer.ts';
import { validation } from './route-parts.ts';
import { isNative } from './handling.ts';
import { checkedBy, type Checked, type RequiredParameter } from './validator-checks.ts';

/**
 * Required headers and query parameters of natively translated routes: there and not blank, whatever their value (docs: mapping, B1).
 * The policy of API Management would refuse what is sent twice, so that the check is our own and the refusal reads as before.
 */
export const requestValidator = defineFeature({
  id: 'request-validator',
  fidelity: 'C',
  claims: ['validator-attachment'],
  findings: {},
  translate(api, { routes }) {
    const checked = routes.filter((plan) => isNative(plan) && plan.route.requestValidatorId !== undefined);
    return {
      ...NOTHING,
      policies: checked.flatMap(({ route, operations }) => {
        const checks = checkedBy(route, api);
        if (checks === undefined || checks === 'unread' || checks.required.length === 0) return [];
        const missing = checks.required.map(({ place, name }) => cs.conditional(isBlank(place, name), name, ''));
        return [
          {
            operationIds: operations.map(({ id }) => id),
            section: 'inbound' as const,
            place: 'validation' as const,
            nodes: [choose([{ condition: anyBlank(checks), policies: [refusal(api, missing)] }])],
          },
        ];
      }),
      entries: checked.flatMap(({ route }) => enter('request-validator', validation(route), 'translated')),
    };
  },
});

function valueOf(place: RequiredParameter['place'], name: string): Expression {
  return place === 'header' ? cs.requestHeader(name) : cs.queryParameter(name);
}

const isBlank = (place: RequiredParameter['place'], name: string): Expression =>
  cs.call(cs.named('string'), 'IsNullOrWhiteSpace', valueOf(place, name));

const anyBlank = ({ required }: Checked): Expression => cs.any(required.map(({ place, name }) => isBlank(place, name)));

function refusal(api: AwsApi, missing: readonly Expression[]) {
  const names = cs.call(
    cs.stringArray(...missing),
    'Where',
    cs.lambda('name', (name) => cs.binary('!=', name, '')),
  );
  const list = cs.call(cs.named('string'), 'Join', ', ', names);
  return gatewayAnswer(
    api,
    'BAD_REQUEST_PARAMETERS',
    cs.concatenation('Missing required request parameters: [', list, ']'),
  );
}
