import { decide } from '../features/feature.ts';
import type { Finding } from '../model/finding.ts';
import type { ResourceChange, Step } from '../model/plan.ts';
import type { RunRequest } from '../model/run.ts';
import { isAsWritten } from '../policy/written.ts';
import { CLOSE_AND_UPDATE, editedFinding, foreignFinding, OVERWRITE, updateFinding } from './drift-findings.ts';
import { groupsOf, standingsOf, type Group, type Standing } from './target-standing.ts';
import {
  EMPTY_TARGET,
  importedAt,
  importedOperations,
  placeOf,
  propertiesOf,
  type TargetSnapshot,
} from './target-snapshot.ts';

interface Compared {
  readonly steps: readonly Step[];
  readonly findings: readonly Finding[];
  /** What becomes of each place that steps write; those of kept steps and of the others. */
  readonly changes: readonly ResourceChange[];
}

type Decisions = Pick<RunRequest, 'mode' | 'decisions'>;

/**
 * Leaves of a plan's steps those that change something at the target. What somebody else made, or changed since a run made it, is
 * never written over without a decision: it is a finding, and its steps are left out.
 * @param steps in their order
 * @param done ids of steps that change something elsewhere, and are so already
 */
export function againstTarget(
  steps: readonly Step[],
  target: TargetSnapshot,
  decisions: Decisions,
  done: ReadonlySet<string> = new Set(),
): Compared {
  if (target === EMPTY_TARGET) return { steps, findings: [], changes: [] };
  const findings: Finding[] = [];
  const changes: ResourceChange[] = [];
  const dropped = new Set<string>(done);
  const replaced = new Map<string, Step>();
  for (const group of groupsOf(steps)) {
    const standings = standingsOf(group, target);
    const wanted = wantedOf(group, standings, target, decisions);
    changes.push(...changesOf(group, standings, wanted.isKept));
    findings.push(...wanted.findings);
    if (!wanted.isKept) for (const { id } of group.steps) dropped.add(id);
    else if (wanted.isUpdate) for (const step of group.steps) replaced.set(step.id, updating(step, target));
    else
      for (const step of below(group)) replaced.set(step.id, { ...step, payload: { ...step.payload, isFresh: true } });
  }
  const isLeft = (id: string): boolean => !dropped.has(id);
  const kept = steps.filter(({ id }) => isLeft(id)).map((step) => replaced.get(step.id) ?? step);
  return {
    steps: kept.map((step) =>
      step.dependsOn.every(isLeft) ? step : { ...step, dependsOn: step.dependsOn.filter(isLeft) },
    ),
    findings,
    changes,
  };
}

/** An API whose steps run is written whole; what is there as planned stays as it is all the same. */
function changesOf({ owner }: Group, standings: Standings, isKept: boolean): readonly ResourceChange[] {
  return standings.map(({ path, standing }) => ({
    path: path === importedAt(owner) ? `${owner}/operations` : path,
    change: !isKept || standing === 'same' ? 'leave' : standing === 'absent' ? 'create' : 'update',
  }));
}

type Standings = readonly { readonly path: string; readonly standing: Standing }[];

interface Wanted {
  readonly isKept: boolean;
  /** It is there, as a run left it. */
  readonly isUpdate: boolean;
  readonly findings: readonly Finding[];
}

function wantedOf(group: Group, standings: Standings, target: TargetSnapshot, decisions: Decisions): Wanted {
  if (standings.every(({ standing }) => standing === 'same')) return { isKept: false, isUpdate: false, findings: [] };
  const decided = standings.flatMap(({ path, standing }) => {
    if (standing === 'edited') return [decide(editedFinding(path), decisions)];
    return standing === 'foreign' ? [decide(foreignFinding(path), decisions)] : [];
  });
  const findings = decided.map(({ finding }) => finding);
  if (decided.some(({ option, isOpen }) => isOpen || option !== OVERWRITE))
    return { isKept: false, isUpdate: false, findings };
  const isUpdate = standings.some(({ standing }) => standing !== 'absent');
  if (!isUpdate || !isOpenApi(group, target)) return { isKept: true, isUpdate, findings };
  const update = decide(updateFinding(group.owner), decisions);
  const isKept = !update.isOpen && update.option === CLOSE_AND_UPDATE;
  return { isKept, isUpdate, findings: [...findings, update.finding] };
}

/** Whether an API answers its callers now: its policy is none of those that refuse them while it is imported. */
function isOpenApi({ owner, steps }: Group, { resources }: TargetSnapshot): boolean {
  const path = `${owner}/policies/policy`;
  const there = resources.get(path);
  if (!owner.startsWith('apis/') || !resources.has(owner)) return false;
  const closing = steps.filter((step) => placeOf(step) === path).slice(0, -1);
  return there === undefined || !closing.some((step) => isAsWritten(propertiesOf(step), there));
}

/**
 * The first steps below an API that is not there: what they write is below what the run makes itself, so that nothing is there. A
 * wildcard is there when its step runs, as the parameter that the import spelled it with.
 */
function below({ owner, steps }: Group): readonly Step[] {
  const imported = steps.flatMap(importedOperations).map((id) => `${owner}/operations/${id}`);
  const seen = new Set<string>([owner, ...imported]);
  return steps.filter((step) => {
    const place = placeOf(step) as string;
    const isFirst = !seen.has(place);
    seen.add(place);
    return isFirst;
  });
}

/** An import into an API that a run imported before may take away what that import brought, and is undone by it. */
function updating(step: Step, { written, operations }: TargetSnapshot): Step {
  if (step.kind !== 'import-operations') return step;
  const owner = String(step.payload['path']);
  const imported = written.get(importedAt(owner));
  if (imported === undefined) return step;
  const { operationIds, ...properties } = imported;
  // All are of runs, or somebody decided that they go.
  const replaces = [...new Set([...(operationIds as string[]), ...(operations.get(owner) ?? [])])];
  const previous = { properties, operationIds, replaces };
  return { ...step, payload: { ...step.payload, previous } };
}
