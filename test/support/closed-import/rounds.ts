import type { Step } from '../../../src/model/plan.ts';
import type { Fault } from './faults.ts';

/** A step and what goes wrong at it. */
export interface Case {
  readonly step: Step;
  readonly fault: Fault;
}

/** What goes wrong in one run: at most one step of each unit, so that units are judged apart. */
export type Round = readonly Case[];

/** Every fault at every one of these steps of a phase: those of a unit one after the other, side by side with other units', whose faults differ. */
export function* roundsOf(steps: readonly Step[], faults: readonly Fault[]): Generator<Round> {
  const units = [...Map.groupBy(steps, ({ place }) => place.unit).values()];
  const longest = Math.max(0, ...units.map((own) => own.length));
  for (let index = 0; index < longest; index += 1)
    for (let turn = 0; turn < faults.length; turn += 1)
      yield units.flatMap((own, unit) => {
        const step = own[index];
        const fault = faults[(turn + unit) % faults.length];
        return step === undefined || fault === undefined || !canMeet(step, fault) ? [] : [{ step, fault }];
      });
}

/** A vault is not Azure Resource Manager's. */
const canMeet = ({ kind }: Step, { order }: Fault): boolean => order === undefined || kind !== 'transfer-certificate';

/** One step of each kind, role and kind of resource, spread over units: which resource it is does not matter. */
export function oneOfEach(steps: readonly Step[]): readonly Step[] {
  const perUnit = new Map<string, number>();
  const chosen: Step[] = [];
  const unitsOf = (same: readonly Step[]): number => new Set(same.map(({ place }) => place.unit)).size;
  // Those of which there is little choice first.
  const roles = [...Map.groupBy(steps, roleOf).values()].toSorted((one, other) => unitsOf(one) - unitsOf(other));
  for (const same of roles) {
    const [least] = same.toSorted(
      (one, other) => (perUnit.get(one.place.unit) ?? 0) - (perUnit.get(other.place.unit) ?? 0),
    );
    if (least === undefined) continue;
    perUnit.set(least.place.unit, (perUnit.get(least.place.unit) ?? 0) + 1);
    chosen.push(least);
  }
  return chosen;
}

function roleOf({ id, kind, payload }: Step): string {
  const [role = ''] = id.split(':');
  const { path, id: azureId } = payload as { readonly path?: string; readonly id?: string };
  const segments = (path ?? azureId ?? '').split('/');
  const types = segments.filter((segment, index) => index % 2 === 0 || segment === 'onHandshake');
  const { type = '' } = (payload['properties'] ?? {}) as { readonly type?: string };
  return [kind, role, type, ...types].join(' ');
}

export const titleOf = (round: Round): string =>
  round.map(({ step, fault }) => `${fault.name} at ${step.id}`).join(' + ');
