import type { AwsInventory } from '../model/aws-inventory.ts';
import type { MigrationPlan } from '../model/plan.ts';
import type { SourceSeen } from '../ports/source-reader.ts';
import { digestOf } from './digest.ts';

/** Something that is otherwise now: what it is, for people, and the digest of what is there; null for nothing. */
export interface Changed {
  readonly what: string;
  readonly now: string | null;
}

type Side = Pick<AwsInventory, 'domainNames' | 'usagePlans' | 'apiKeys'> & Pick<SourceSeen, 'stages'>;

/**
 * What the source serves otherwise now than when the plan was made, for people: of APIs that the plan moves, of names that lead to
 * them, and of plans and keys that let callers in. What else the account holds may change.
 */
export function sourceDrift(
  inventory: AwsInventory,
  { waves }: Pick<MigrationPlan, 'waves'>,
  seen: readonly SourceSeen[],
): readonly Changed[] {
  const moved = new Map(
    waves.flatMap(({ apis }) => apis.map(({ name, source }) => [keyOf(source.apiId, source.stage), name] as const)),
  );
  const names = new Set(waves.flatMap(({ hostnames }) => hostnames.map(({ name }) => name)));
  const before = facts({ ...inventory, stages: inventory.apis.map(({ id, stage }) => ({ apiId: id, stage })) });
  const now = facts({
    stages: seen.flatMap((each) => each.stages),
    domainNames: seen.flatMap((each) => each.domainNames),
    usagePlans: seen.flatMap((each) => each.usagePlans),
    apiKeys: seen.flatMap((each) => each.apiKeys),
  });
  return [...new Set([...before.keys(), ...now.keys()])]
    .filter((what) => before.get(what) !== now.get(what))
    .toSorted()
    .map((what) => ({ what, now: now.get(what) ?? null }));

  /** Digests of what concerns the plan, by what it is called. */
  function facts({ stages, domainNames, usagePlans, apiKeys }: Side): ReadonlyMap<string, string> {
    const isMoved = ({ apiId, stage }: { readonly apiId: string; readonly stage: string }) =>
      moved.has(keyOf(apiId, stage));
    const plans = usagePlans.filter(({ apiStages }) => apiStages.some(isMoved));
    const keys = new Set(plans.flatMap(({ keyIds }) => keyIds));
    const found: (readonly [what: string, value: unknown])[] = [
      ...stages
        .filter(({ apiId, stage }) => isMoved({ apiId, stage: stage.name }))
        .map(
          ({ apiId, stage }) =>
            [`the stage ${stage.name} of ${moved.get(keyOf(apiId, stage.name))} (${apiId})`, stage] as const,
        ),
      ...domainNames
        .filter(({ name, mappings, routingRules }) => names.has(name) || [...mappings, ...routingRules].some(isMoved))
        .map((each) => [`the domain name ${each.name}`, each] as const),
      ...plans.map((each) => [`the usage plan ${each.name} (${each.id})`, each] as const),
      ...apiKeys
        .filter(({ id }) => keys.has(id))
        .map((each) => [`the API key ${each.name} (${each.id})`, each] as const),
    ];
    return new Map(found.map(([what, value]) => [what, digestOf(value)]));
  }
}

const keyOf = (apiId: string, stage: string): string => `${apiId}/${stage}`;
