import * as cs from '../csharp/build.ts';
import type { Expression } from '../csharp/expression.ts';
import { choose, returnResponse, setBody, setHeader, setStatus } from '../policy/build.ts';
import type { PolicyElement } from '../policy/tree.ts';
import { defineFeature, NOTHING } from './feature.ts';
import { gatewayAnswer } from './gateway-answer.ts';

/** Names that Azure gives every service, in its clouds. */
const OWN_NAMES = ['.azure-api.net', '.azure-api.us', '.azure-api.cn'];

const askedHost = (): Expression => cs.call(cs.context('Request', 'OriginalUrl', 'Host'), 'ToLowerInvariant');

/** Whether a host, in lower case, is a name of the service's own. */
export const isOwnName = (host: Expression): Expression =>
  cs.any(OWN_NAMES.map((name) => cs.call(host, 'EndsWith', name)));

/** The host that was called is one of Azure's own names. */
export function isServiceName(): Expression {
  return isOwnName(askedHost());
}

/** Answers calls of these host names, or of names below `*.`, as if nothing were there (docs: mapping, B1); a handshake without a body. */
export function refuseHosts(names: readonly string[], isHandshake: boolean): PolicyElement {
  const isOther = names.map((name) =>
    name.startsWith('*')
      ? cs.call(askedHost(), 'EndsWith', name.slice(1).toLowerCase())
      : cs.binary('==', askedHost(), name.toLowerCase()),
  );
  const refusal = returnResponse(
    setStatus(404, 'Not Found'),
    ...(isHandshake ? [] : [setHeader('Content-Type', ['application/json']), setBody('{"message":"Not Found"}')]),
  );
  return choose([{ condition: cs.any(isOther), policies: [refusal] }]);
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
