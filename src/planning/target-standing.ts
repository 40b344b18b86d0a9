import { isMarked } from '../model/mark.ts';
import type { Step } from '../model/plan.ts';
import { isAsWritten } from '../policy/written.ts';
import {
  importedAt,
  importedOperations,
  placeOf,
  propertiesOf,
  type Properties,
  type TargetSnapshot,
} from './target-snapshot.ts';

/** How a place stands to what a plan would leave there. */
export type Standing =
  /** Nothing is there. */
  | 'absent'
  /** As planned already. */
  | 'same'
  /** As a run left it, and the plan wants something else now. */
  | 'outdated'
  /** A run made it and somebody else changed it since. */
  | 'edited'
  /** Somebody else made it. */
  | 'foreign';

/** What stands and falls together: an API with all below it, or one other resource. `owner` is its path. */
export interface Group {
  readonly owner: string;
  readonly steps: readonly Step[];
}

/** Steps that write resources of the service, by what they stand and fall with. */
export function groupsOf(steps: readonly Step[]): readonly Group[] {
  const byOwner = new Map<string, Step[]>();
  for (const step of steps) {
    const path = placeOf(step);
    if (path === undefined) continue;
    const owner = /^apis\/[^/]+/.exec(path)?.[0] ?? path;
    const own = byOwner.get(owner);
    if (own === undefined) byOwner.set(owner, [step]);
    else own.push(step);
  }
  return [...byOwner].map(([owner, own]) => ({ owner, steps: own }));
}

/** Every place of a group, and how it stands. */
export function standingsOf(
  { owner, steps }: Group,
  target: TargetSnapshot,
): readonly { readonly path: string; readonly standing: Standing }[] {
  // The last step at a place says what it comes to: a policy is written closed before it is written open.
  const last = new Map(steps.map((step) => [placeOf(step) as string, step]));
  const planned = new Set([...last.keys()].flatMap((path) => path.split(`${owner}/operations/`)[1] ?? []));
  return [...last].map(([path, step]) => ({
    path,
    standing:
      step.kind === 'import-operations'
        ? standingOfImport(owner, step, planned, target)
        : standingOf(path, propertiesOf(step), target),
  }));
}

function standingOf(path: string, wanted: Properties, { resources, written }: TargetSnapshot): Standing {
  const there = resources.get(path);
  if (there === undefined) return 'absent';
  if (isAsWritten(wanted, there)) return 'same';
  const before = written.get(path);
  if (before !== undefined) return isAsWritten(before, there) ? 'outdated' : 'edited';
  return isMarked(path, there) ? 'edited' : 'foreign';
}

/**
 * A service tells operations, not the document that they came from: the document is compared with what a run imported last. An
 * operation that no run made is somebody else's.
 * @param planned ids of operations that are put by themselves
 */
function standingOfImport(
  owner: string,
  step: Step,
  planned: ReadonlySet<string>,
  { resources, written, operations }: TargetSnapshot,
): Standing {
  const there = operations.get(owner) ?? [];
  if (there.length === 0) return 'absent';
  const wanted = importedOperations(step);
  const before = written.get(importedAt(owner));
  const known = new Set([
    ...wanted,
    ...planned,
    ...((before?.['operationIds'] as readonly string[] | undefined) ?? []),
  ]);
  const isOurs = (id: string): boolean => known.has(id) || written.has(`${owner}/operations/${id}`);
  if (!there.every(isOurs)) return before === undefined ? 'foreign' : 'edited';
  const isComplete = wanted.every((id) => resources.has(`${owner}/operations/${id}`));
  if (isComplete && (before === undefined || before['value'] === propertiesOf(step)['value'])) return 'same';
  return before === undefined ? 'foreign' : 'outdated';
}
