import type { ContextMultimap } from '../csharp/context.ts';
import { elementsOf, type PolicyElement } from '../policy/tree.ts';
import { GatewayFailure } from './failure.ts';
import { headerValue } from './message.ts';
import { attribute, attributeOr, count, textOf, type Flow } from './state.ts';

/** What the policies that check tokens have in common: where a token is, whose keys it is verified by, and its claims. */

/** Refuses with what the policy says of failures. */
export function refusal(flow: Flow, element: PolicyElement): (reason: string, message: string) => never {
  return (reason, message) => {
    throw new GatewayFailure({
      source: element.name,
      reason,
      message: attributeOr(flow, element, 'failed-validation-error-message', message),
      status: count(flow, element, 'failed-validation-httpcode', 401),
    });
  };
}

/** A header's scheme is dropped; `require-scheme` insists on it. */
export function tokenOf(flow: Flow, element: PolicyElement): string | undefined {
  const given = attribute(flow, element, 'token-value');
  if (given !== undefined) return given === '' ? undefined : given;
  const parameter = attribute(flow, element, 'query-parameter-name');
  if (parameter !== undefined) return flow.query.find(([name]) => name === parameter)?.[1];
  const header = headerValue(flow.headers, attributeOr(flow, element, 'header-name', 'Authorization'));
  const [, scheme, token] = /^(?:(\S+)\s+)?(\S+)$/.exec(header?.trim() ?? '') ?? [];
  const required = attribute(flow, element, 'require-scheme');
  return required !== undefined && scheme?.toLowerCase() !== required.toLowerCase() ? undefined : token;
}

export interface OpenidConfiguration {
  readonly issuer: string;
  readonly keys: readonly unknown[];
}

export async function openidConfiguration(
  flow: Flow,
  { name }: Pick<PolicyElement, 'name'>,
  url: string,
): Promise<OpenidConfiguration> {
  try {
    const configuration = asRecord(await flow.effects.fetchJson(url));
    const keySet = asRecord(await flow.effects.fetchJson(String(configuration['jwks_uri'])));
    return { issuer: String(configuration['issuer']), keys: Array.isArray(keySet['keys']) ? keySet['keys'] : [] };
  } catch (error) {
    throw new GatewayFailure({
      source: name,
      reason: 'OpenIdConfigurationNotAvailable',
      message: `Unable to obtain configuration from ${url}: ${error instanceof Error ? error.message : 'failed'}`,
      status: 500,
    });
  }
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null) return value as Readonly<Record<string, unknown>>;
  throw new Error('not a JSON object');
}

export function valuesOf(claims: ContextMultimap, name: string): readonly string[] {
  return claims.filter(([key]) => key === name).map(([, value]) => value);
}

export function first(claims: ContextMultimap, name: string): string {
  return valuesOf(claims, name)[0] ?? '';
}

export function group(element: PolicyElement, name: string): readonly PolicyElement[] {
  return elementsOf(elementsOf(element.children).find((child) => child.name === name)?.children ?? []);
}

export function listed(flow: Flow, element: PolicyElement, name: string): readonly string[] {
  return group(element, name).map((child) => textOf(flow, child).trim());
}

/** `match="all"` (default) wants every value, `any` one of them; without values the claim must only be there. */
export function hasClaim(flow: Flow, claim: PolicyElement, claims: ContextMultimap): boolean {
  const separator = attribute(flow, claim, 'separator');
  const raw = valuesOf(claims, attributeOr(flow, claim, 'name', ''));
  const present = separator === undefined ? raw : raw.flatMap((value) => value.split(separator));
  const wanted = elementsOf(claim.children).map((child) => textOf(flow, child));
  if (wanted.length === 0) return present.length > 0;
  const isPresent = (value: string) => present.includes(value);
  return attributeOr(flow, claim, 'match', 'all') === 'any' ? wanted.some(isPresent) : wanted.every(isPresent);
}
