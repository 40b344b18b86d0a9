import { keyOf, type PlannedWrites } from '../planned-writes.ts';
import { refused, type Refused, type RefusalRule } from '../refusal-rule.ts';
import { namedBy, namedValuesIn } from './policy-references.ts';

/** What policies name stays while they do. */
export const removals: RefusalRule = {
  code: 'REMOVAL-REFUSED',
  source: 'Azure/apiops-cli issue 261 (fragments), Azure/apiops issue 326 (named values): 400 ValidationError',
  checked: '2026-11-29',
  remedy: 'Change the policies first, then remove what they named.',
  *refusals(plan: PlannedWrites): Iterable<Refused> {
    if (plan.removals.length === 0) return;
    for (const { step, order, path } of plan.removals) {
      const [collection = '', id = ''] = path.split('/');
      const user = usersAt(plan, order).find(([, text]) =>
        collection === 'namedValues'
          ? namedValuesIn(text).includes(displayNameOf(plan, path))
          : collection === 'policyFragments' &&
            namedBy(text).some(([kind, each]) => kind === collection && keyOf(each) === keyOf(id)),
      );
      if (user !== undefined) yield refused(step, path, `${user[0]} names it`);
    }
  },
};

function displayNameOf(plan: PlannedWrites, path: string): string {
  const all = [...plan.heldOfKind('namedValues'), ...plan.ofKind('namedValues')];
  const name = all.findLast((each) => keyOf(each.path) === keyOf(path))?.properties['displayName'];
  return typeof name === 'string' ? name : '';
}

/** Policies as they are when the step at `order` runs. */
function usersAt(plan: PlannedWrites, order: number): readonly (readonly [path: string, text: string])[] {
  const texts = new Map<string, readonly [string, string]>();
  const note = (path: string, value: unknown): void => {
    if (/(^|\/)(policies|policyFragments)\/[^/]+$/.test(path) && typeof value === 'string')
      texts.set(keyOf(path), [path, value]);
  };
  for (const { path, properties } of plan.held) note(path, properties['value']);
  for (const write of plan.writes) if (write.order < order) note(write.path, write.properties['value']);
  for (const { path, order: at } of plan.removals)
    if (at < order)
      for (const key of texts.keys()) if (key === keyOf(path) || key.startsWith(`${keyOf(path)}/`)) texts.delete(key);
  return [...texts.values()];
}
