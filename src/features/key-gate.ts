import * as cs from '../csharp/build.ts';
import { choose } from '../policy/build.ts';
import type { AwsRoute } from '../model/aws.ts';
import { below } from '../model/source-ref.ts';
import type { Construct } from '../model/construct.ts';
import { defineFeature, enter, NOTHING } from './feature.ts';
import { gatewayAnswer } from './gateway-answer.ts';
import { isNative } from './handling.ts';

const keyAttachment = ({ at }: AwsRoute): Construct => ({
  kind: 'authorizer-attachment',
  at: below(at, 'apiKeyRequired'),
});

/**
 * API keys by operation: the API's flag counts for all of it, so an open product lets callers without a key in and each
 * operation that wants one refuses them (docs: mapping, B5, edge case 14). A wrong key is for gateway-responses.ts to answer.
 */
export const keyGate = defineFeature({
  id: 'key-gate',
  fidelity: 'C',
  claims: ['authorizer-attachment'],
  findings: {},
  translate(api, { routes }) {
    const keyed = routes.filter(({ route }) => route.apiKeyRequired);
    const entries = keyed.flatMap(({ route, handling }) =>
      enter('key-gate', [keyAttachment(route)], handling.kind === 'blocked' ? 'blocked' : 'differs'),
    );
    if (keyed.length === 0) return NOTHING;
    const hasNoKey = cs.binary('==', cs.context('Subscription'), cs.literal(null));
    // API Gateway as the origin asks for the key itself, after its authorizer: who has neither is told 401, not 403.
    const operationIds = keyed.filter(isNative).flatMap(({ operations }) => operations.map(({ id }) => id));
    return {
      ...NOTHING,
      entries,
      policies: [
        {
          operationIds,
          section: 'inbound',
          place: 'key-gate',
          nodes: [choose([{ condition: hasNoKey, policies: [gatewayAnswer(api, 'INVALID_API_KEY')] }])],
        },
      ],
    };
  },
});
