import type { Method } from '@aws-sdk/client-api-gateway';
import type { RestApiSnapshot } from '../aws/state.ts';
import { draft04Test } from '../json-schema.ts';
import { headerOf, type GatewayCall } from './call.ts';
import { parameterOf } from './parameter-mapping.ts';
import { Refusal, Unsimulated } from './refusal.ts';

const PLACES = ['header', 'path', 'querystring'] as const;

/** Holds a request to its method's validator, parameters first: headers, path, query; then the body (recorded 2026-11-23). */
export function validateRequest(call: GatewayCall, method: Method, served: RestApiSnapshot): void {
  const validator = served.requestValidators.find(({ id }) => id === method.requestValidatorId);
  if (validator?.validateRequestParameters === true) {
    const missing = missingParameters(call, method);
    if (missing.length > 0)
      throw new Refusal('BAD_REQUEST_PARAMETERS', 400, `Missing required request parameters: [${missing.join(', ')}]`);
  }
  if (validator?.validateRequestBody === true && !isBodyValid(call, method, served))
    throw new Refusal('BAD_REQUEST_BODY', 400, 'Invalid request body');
}

/**
 * No body is an invalid one, on GET too (recorded 2024-01-10); a content type without a model is let through (API Gateway
 * guide, request validation).
 */
function isBodyValid(call: GatewayCall, method: Method, { models, api }: RestApiSnapshot): boolean {
  const mediaType = (headerOf(call, 'content-type') ?? 'application/json').split(';')[0]?.trim() ?? '';
  const name = method.requestModels?.[mediaType];
  if (name === undefined || name === EMPTY) return true;
  const addressOf = (model: string): string =>
    `https://apigateway.amazonaws.com/restapis/${api.id ?? ''}/models/${model}`;
  const schemas = models.map((model) => [addressOf(model.name ?? ''), JSON.parse(model.schema ?? '{}')] as const);
  const test = draft04Test(new Map(schemas), addressOf(name));
  try {
    return test(JSON.parse(call.request.body.toString('utf8')));
  } catch {
    return false;
  }
}

/** A model that every API has: any object or none. */
const EMPTY = 'Empty';

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
