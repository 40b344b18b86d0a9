import type { Method } from '@aws-sdk/client-api-gateway';
import type { RestApiSnapshot } from '../aws/state.ts';
import type { GatewayCall } from './call.ts';
import { parameterOf } from './parameter-mapping.ts';
import { Refusal, Unsimulated } from './refusal.ts';

const PLACES = ['header', 'path', 'querystring'] as const;

/** Holds a request to its method's validator, parameters first: headers, path, query (recorded 2026-11-23). */
export function validateRequest(call: GatewayCall, method: Method, served: RestApiSnapshot): void {
  const validator = served.requestValidators.find(({ id }) => id === method.requestValidatorId);
  if (validator?.validateRequestParameters === true) {
    const missing = missingParameters(call, method);
    if (missing.length > 0)
      throw new Refusal('BAD_REQUEST_PARAMETERS', 400, `Missing required request parameters: [${missing.join(', ')}]`);
  }
}

function missingParameters(call: GatewayCall, method: Method): string[] {
  const required = Object.entries(method.requestParameters ?? {})
    .filter(([, isRequired]) => isRequired)
    .map(([parameter]) => {
      const [, place, name = ''] = /^method\.request\.(\w+)\.(.+)$/.exec(parameter) ?? [];
      const known = PLACES.find((candidate) => candidate === place);
      if (known === undefined) throw new Unsimulated(`validation of ${parameter}`);
      return { place: known, name };
    });
  return PLACES.flatMap((place) =>
    required.filter((parameter) => parameter.place === place && !parameterOf(call, place, parameter.name)?.trim()),
  ).map(({ name }) => name);
}
