import { GatewayFailure, SimulatorDefect } from '../failure.ts';
import { headerValue } from '../message.ts';
import { attribute } from '../state.ts';
import type { PolicyExecutor } from './policy.ts';

/** Required parameters must be there, once; types are not checked here. Only prevent and ignore are simulated. */
export const validateParameters: PolicyExecutor = (flow, element) => {
  if (attribute(flow, element, 'unspecified-parameter-action') !== 'ignore')
    throw new SimulatorDefect('validate-parameters: unspecified parameters can only be ignored');
  if (attribute(flow, element, 'specified-parameter-action') !== 'prevent') return;
  for (const { name, required } of flow.operation?.queryParameters ?? []) {
    const found = flow.query.filter(([key]) => key === name).length;
    if (found > 1 || (required && found === 0)) refuse('query', name);
  }
  for (const { name, required } of flow.operation?.headers ?? [])
    if (required && headerValue(flow.headers, name) === undefined) refuse('header', name);
};

function refuse(place: string, name: string): never {
  throw new GatewayFailure({
    source: 'validate-parameters',
    reason: 'ParameterRequired',
    message: `Required ${place} parameter ${name} is missing or repeated.`,
    status: 400,
  });
}
