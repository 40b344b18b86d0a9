import { readPolicy } from '../../../policy/read.ts';
import type { PolicyScopeKind } from '../../../policy/rules/rule.ts';
import { PolicyError } from '../../../policy/tree.ts';
import { validatePolicy } from '../../../policy/validate.ts';
import type { PlannedWrite, PlannedWrites } from '../planned-writes.ts';
import { refused, type Refused, type RefusalRule } from '../refusal-rule.ts';

const SCOPES: Readonly<Record<string, PolicyScopeKind>> = {
  'policies': 'service',
  'products/policies': 'product',
  'apis/policies': 'api',
  'apis/operations/policies': 'operation',
};

/** Policies are documents that the service reads, with policies where they may stand and as its tier has them. */
export const policyDocuments: RefusalRule = {
  code: 'POLICY-INVALID',
  source: "src/policy: Microsoft Learn, policy reference, and Microsoft's policy schemas",
  checked: '2026-11-29',
  remedy: 'Plan for a tier that has the policy, or give the route an override without it.',
  *refusals(plan: PlannedWrites): Iterable<Refused> {
    for (const write of plan.writes) {
      const { step, kind, path, properties } = write;
      const { value, format } = properties;
      if (typeof value !== 'string' || plan.judgedPolicies.has(value)) continue;
      const scope = SCOPES[kind];
      if (scope !== undefined) for (const why of faultsOf(value, scope, write, plan)) yield refused(step, path, why);
      else if (kind === 'policyFragments')
        for (const why of fragmentFaults(value, format, plan)) yield refused(step, path, why);
    }
  },
};

const formatOf = (format: unknown): 'xml' | 'rawxml' => (format === 'rawxml' ? 'rawxml' : 'xml');

function* faultsOf(value: string, scope: PolicyScopeKind, write: PlannedWrite, plan: PlannedWrites): Iterable<string> {
  try {
    const document = readPolicy(value, { format: formatOf(write.properties['format']) });
    for (const { place, message } of validatePolicy(document, scope, { tier: plan.tier })) yield `${place}: ${message}`;
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    yield error.message;
  }
}

/** Where the policies of a fragment will stand is known to those that include it. */
const OF_PLACES = ['misplaced-policy', 'repeated-policy'];

/** A fragment is judged as if it stood in a section. */
function* fragmentFaults(value: string, format: unknown, { tier }: PlannedWrites): Iterable<string> {
  const inner = /^\s*(?:<\?[^]*?\?>\s*)?<fragment\s*(?:>([^]*)<\/fragment\s*>|\/>)\s*$/.exec(value);
  if (inner === null) {
    yield 'the root element is not fragment';
    return;
  }
  try {
    const text = `<policies><inbound>${inner[1] ?? ''}</inbound></policies>`;
    for (const { code, place, message } of validatePolicy(readPolicy(text, { format: formatOf(format) }), 'service', {
      tier,
    }))
      if (!OF_PLACES.includes(code)) yield `${place}: ${message}`;
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    yield error.message;
  }
}
