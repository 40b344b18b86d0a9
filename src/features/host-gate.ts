import * as cs from '../csharp/build.ts';
import type { Expression } from '../csharp/expression.ts';
import { choose } from '../policy/build.ts';
import { defineFeature, NOTHING } from './feature.ts';
import { gatewayAnswer } from './gateway-answer.ts';

/** Names that Azure gives every service, in its clouds. */
const OWN_NAMES = ['.azure-api.net', '.azure-api.us', '.azure-api.cn'];

/** Whether a host, in lower case, is a name of the service's own. */
export const isOwnName = (host: Expression): Expression =>
  cs.any(OWN_NAMES.map((name) => cs.call(host, 'EndsWith', name)));

/** The host that was called is one of Azure's own names. */
export function isServiceName(): Expression {
  return isOwnName(cs.call(cs.context('Request', 'OriginalUrl', 'Host'), 'ToLowerInvariant'));
}

/**
 * An API whose execute-api address is switched off answers under its custom name only. The service's own name cannot be removed, so
 * that calls of it are answered as those of the switched-off address are (docs: mapping, B1).
 */
export const hostGate = defineFeature({
  id: 'host-gate',
  fidelity: 'C',
  claims: [],
  findings: {},
  translate(api, { routes }) {
    const isServed = routes.some(({ handling }) => handling.kind !== 'blocked');
    if (!api.disableExecuteApiEndpoint || !isServed) return NOTHING;
    const refusal = gatewayAnswer(api, api.type === 'HTTP' ? 'MISSING_AUTHENTICATION_TOKEN' : 'ACCESS_DENIED');
    return {
      ...NOTHING,
      policies: [
        {
          operationIds: 'api',
          section: 'inbound',
          place: 'host-gate',
          nodes: [choose([{ condition: isServiceName(), policies: [refusal] }])],
        },
      ],
    };
  },
});
