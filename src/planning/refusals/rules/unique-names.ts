import { keyOf, type PlannedWrites } from '../planned-writes.ts';
import { refused, type Refused, type RefusalRule } from '../refusal-rule.ts';

/** A named value is known to policies by its display name, which is its own. */
export const uniqueNames: RefusalRule = {
  code: 'NAME-TAKEN',
  source: 'Azure/apiops issue 837: 400 ValidationError, Property with the same name already exist',
  checked: '2026-11-29',
  remedy: 'Give the named value another display name.',
  *refusals(plan: PlannedWrites): Iterable<Refused> {
    const owners = new Map<string, string>();
    const names = new Map<string, string>();
    const take = (path: string, name: unknown): string | undefined => {
      if (typeof name !== 'string') return undefined;
      const own = keyOf(path);
      const before = names.get(own);
      if (before !== undefined) owners.delete(before);
      const owner = owners.get(name.toLowerCase());
      if (owner !== undefined && owner !== own) return owner;
      owners.set(name.toLowerCase(), own);
      names.set(own, name.toLowerCase());
      return undefined;
    };
    for (const { path, properties } of plan.heldOfKind('namedValues')) take(path, properties['displayName']);
    for (const { step, path, properties } of plan.ofKind('namedValues')) {
      const owner = take(path, properties['displayName']);
      if (owner !== undefined) yield refused(step, `${path}: displayName`, `${owner} has this name already`);
    }
  },
};
