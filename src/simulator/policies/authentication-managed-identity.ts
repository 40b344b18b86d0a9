import type { PolicyElement } from '../../policy/tree.ts';
import { GatewayFailure } from '../failure.ts';
import { withoutNamed } from '../message.ts';
import { attribute, attributeOr, flag, type Flow } from '../state.ts';
import type { PolicyExecutor } from './policy.ts';

/** A token of the service's identity, in a variable where one is named, else as the request's Authorization. */
export const authenticationManagedIdentity: PolicyExecutor = async (flow, element) => {
  const token = await identityToken(flow, element);
  const variable = attribute(flow, element, 'output-token-variable-name');
  if (variable !== undefined) flow.variables.set(variable, token ?? null);
  else if (token !== undefined)
    flow.headers = [...withoutNamed(flow.headers, 'Authorization'), ['Authorization', `Bearer ${token}`]];
};

/** Undefined when there is none and `ignore-error` says to go on. */
export async function identityToken(flow: Flow, element: PolicyElement): Promise<string | undefined> {
  try {
    return await flow.effects.identityToken(attributeOr(flow, element, 'resource', ''));
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if (flag(flow, element, 'ignore-error', false)) return undefined;
    const { message } = error;
    throw new GatewayFailure({ source: element.name, reason: 'ManagedIdentityTokenFailure', message, status: 500 });
  }
}
