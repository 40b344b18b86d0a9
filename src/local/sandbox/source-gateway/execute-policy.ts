import { Unsimulated } from './refusal.ts';

/** Whether a statement's `Condition` holds for a call; undefined where it has none. */
export type ConditionTest = (condition: unknown) => boolean;

const unknown: ConditionTest = (condition) => {
  if (condition !== undefined) throw new Unsimulated('policy element Condition');
  return true;
};

export type PolicyVerdict = 'allow' | 'explicit deny' | 'implicit deny';

/**
 * Whether a policy allows `execute-api:Invoke` on a method ARN: a deny wins, and what nothing allows is denied. Negated
 * elements are not simulated, and conditions only where `isMet` knows them. Throws TypeError when the document is no policy.
 */
export function evaluatePolicy(document: unknown, methodArn: string, isMet: ConditionTest = unknown): PolicyVerdict {
  const statements = isRecord(document) ? listOf(document['Statement']) : [];
  if (statements.length === 0) throw new TypeError('no policy statements');
  let verdict: PolicyVerdict = 'implicit deny';
  for (const statement of statements) {
    if (!isRecord(statement)) throw new TypeError('a policy statement is no object');
    const effect = statement['Effect'];
    if (effect !== 'Allow' && effect !== 'Deny') throw new TypeError(`policy effect ${String(effect)}`);
    if (!applies(statement, methodArn) || !isMet(statement['Condition'])) continue;
    if (effect === 'Deny') return 'explicit deny';
    verdict = 'allow';
  }
  return verdict;
}

function applies(statement: Readonly<Record<string, unknown>>, methodArn: string): boolean {
  for (const element of ['NotAction', 'NotResource'])
    if (statement[element] !== undefined) throw new Unsimulated(`policy element ${element}`);
  const actions = listOf(statement['Action']).map((action) => String(action).toLowerCase());
  return (
    actions.some((action) => globMatches(action, 'execute-api:invoke')) &&
    listOf(statement['Resource']).some((resource) => globMatches(String(resource), methodArn))
  );
}

/** `*` stands for any run of characters, slashes too, `?` for one. */
function globMatches(glob: string, text: string): boolean {
  const pattern = glob
    .replace(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${pattern}$`, 's').test(text);
}

export function listOf(value: unknown): readonly unknown[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
