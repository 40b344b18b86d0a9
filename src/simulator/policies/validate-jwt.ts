import type { ContextJwt, ContextMultimap } from '../../csharp/context.ts';
import { elementsOf, type PolicyElement } from '../../policy/tree.ts';
import { GatewayFailure } from '../failure.ts';
import { headerValue } from '../message.ts';
import { attribute, attributeOr, count, flag, textOf, type Flow } from '../state.ts';
import type { PolicyExecutor } from './policy.ts';

/** Keys and issuer come from each openid-config; the token must pass signature, times, issuer, audience and claims. */
export const validateJwt: PolicyExecutor = async (flow, element) => {
  const fail = (reason: string, message: string): never => {
    throw new GatewayFailure({
      source: element.name,
      reason,
      message: attributeOr(flow, element, 'failed-validation-error-message', message),
      status: count(flow, element, 'failed-validation-httpcode', 401),
    });
  };
  const token = tokenOf(flow, element) ?? fail('TokenNotPresent', 'JWT not present.');
  const configurations = await openidConfigurations(flow, element);
  const keys = configurations.flatMap((configuration) => configuration.keys);
  const verification = await flow.effects.verifyJwt(token, keys, {
    clockSkewSeconds: count(flow, element, 'clock-skew', 0),
    requireExpiration: flag(flow, element, 'require-expiration-time', true),
    nowMs: flow.effects.now(),
  });
  const claims = flatten(verification.ok ? verification.claims : fail(verification.reason, verification.message));
  const issuers = [...listed(flow, element, 'issuers'), ...configurations.map(({ issuer }) => issuer)];
  if (!issuers.includes(first(claims, 'iss'))) fail('TokenIssuerNotAllowed', 'IDX10205: Issuer validation failed.');
  const audiences = listed(flow, element, 'audiences');
  if (audiences.length > 0 && !valuesOf(claims, 'aud').some((audience) => audiences.includes(audience)))
    fail('TokenAudienceNotAllowed', 'IDX10214: Audience validation failed.');
  for (const claim of group(element, 'required-claims'))
    if (!hasClaim(flow, claim, claims)) fail('TokenClaimValueNotAllowed', 'Claim value mismatch.');
  const variable = attribute(flow, element, 'output-token-variable-name');
  if (variable !== undefined) flow.variables.set(variable, { type: 'Jwt', claims } satisfies ContextJwt);
};

/** A header's scheme is dropped; `require-scheme` insists on it. */
function tokenOf(flow: Flow, element: PolicyElement): string | undefined {
  const given = attribute(flow, element, 'token-value');
  if (given !== undefined) return given === '' ? undefined : given;
  const parameter = attribute(flow, element, 'query-parameter-name');
  if (parameter !== undefined) return flow.query.find(([name]) => name === parameter)?.[1];
  const header = headerValue(flow.headers, attributeOr(flow, element, 'header-name', 'Authorization'));
  const [, scheme, token] = /^(?:(\S+)\s+)?(\S+)$/.exec(header?.trim() ?? '') ?? [];
  const required = attribute(flow, element, 'require-scheme');
  return required !== undefined && scheme?.toLowerCase() !== required.toLowerCase() ? undefined : token;
}

interface OpenidConfiguration {
  readonly issuer: string;
  readonly keys: readonly unknown[];
}

function openidConfigurations(flow: Flow, element: PolicyElement): Promise<readonly OpenidConfiguration[]> {
  const urls = elementsOf(element.children)
    .filter(({ name }) => name === 'openid-config')
    .map((child) => attributeOr(flow, child, 'url', ''));
  return Promise.all(urls.map((url) => openidConfiguration(flow, url)));
}

async function openidConfiguration(flow: Flow, url: string): Promise<OpenidConfiguration> {
  try {
    const configuration = asRecord(await flow.effects.fetchJson(url));
    const keySet = asRecord(await flow.effects.fetchJson(String(configuration['jwks_uri'])));
    return { issuer: String(configuration['issuer']), keys: Array.isArray(keySet['keys']) ? keySet['keys'] : [] };
  } catch (error) {
    throw new GatewayFailure({
      source: 'validate-jwt',
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

/** Claims as C# sees them: a list is one name with several values, an object its JSON. */
function flatten(claims: Readonly<Record<string, unknown>>): ContextMultimap {
  return Object.entries(claims).flatMap(([name, value]) =>
    (Array.isArray(value) ? (value as readonly unknown[]) : [value]).map(
      (item) => [name, typeof item === 'string' ? item : JSON.stringify(item)] as const,
    ),
  );
}

function valuesOf(claims: ContextMultimap, name: string): readonly string[] {
  return claims.filter(([key]) => key === name).map(([, value]) => value);
}

function first(claims: ContextMultimap, name: string): string {
  return valuesOf(claims, name)[0] ?? '';
}

function group(element: PolicyElement, name: string): readonly PolicyElement[] {
  return elementsOf(elementsOf(element.children).find((child) => child.name === name)?.children ?? []);
}

function listed(flow: Flow, element: PolicyElement, name: string): readonly string[] {
  return group(element, name).map((child) => textOf(flow, child).trim());
}

/** `match="all"` (default) wants every value, `any` one of them; without values the claim must only be there. */
function hasClaim(flow: Flow, claim: PolicyElement, claims: ContextMultimap): boolean {
  const separator = attribute(flow, claim, 'separator');
  const raw = valuesOf(claims, attributeOr(flow, claim, 'name', ''));
  const present = separator === undefined ? raw : raw.flatMap((value) => value.split(separator));
  const wanted = elementsOf(claim.children).map((child) => textOf(flow, child));
  if (wanted.length === 0) return present.length > 0;
  const isPresent = (value: string) => present.includes(value);
  return attributeOr(flow, claim, 'match', 'all') === 'any' ? wanted.some(isPresent) : wanted.every(isPresent);
}
