import { createHash } from 'node:crypto';
import type { AwsRoute } from '../model/aws.ts';
import type { RouteOverride } from '../model/override.ts';
import { sourceKey } from '../model/source-ref.ts';
import { readPolicy } from '../policy/read.ts';
import { PolicyError, type PolicyDocument } from '../policy/tree.ts';
import { validatePolicy, type PolicyTarget } from '../policy/validate.ts';

export type Overrides = Readonly<Record<string, RouteOverride>>;

/** What a run's overrides say of a route: a policy that counts, or why theirs does not. */
export type Overridden =
  | { readonly document: PolicyDocument }
  | { readonly code: 'OVERRIDE-INVALID' | 'OVERRIDE-STALE'; readonly why: string };

/** Digest of a route as AWS has it, without the places of its parts: an override was written for it. */
export function routeDigest(route: AwsRoute): string {
  const text = JSON.stringify(route, (key, value: unknown) => (key === 'at' ? undefined : value));
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}

/** The override of a route, checked for what is planned; undefined where the run has none for it. */
export function overriddenBy(route: AwsRoute, overrides: Overrides, target: PolicyTarget = {}): Overridden | undefined {
  const own = overrides[sourceKey(route.at)];
  if (own === undefined) return undefined;
  const digest = routeDigest(route);
  if (own.source !== digest)
    return { code: 'OVERRIDE-STALE', why: `it was written for ${own.source ?? 'no route'}, the route is ${digest}` };
  try {
    const document = readPolicy(own.policy, { format: own.format });
    const [fault] = validatePolicy(document, 'operation', target);
    if (fault === undefined) return { document };
    return { code: 'OVERRIDE-INVALID', why: `${fault.place}: ${fault.message}` };
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    return { code: 'OVERRIDE-INVALID', why: error.message };
  }
}
