import type { AwsInventory } from '../model/aws-inventory.ts';
import type { RunRequest } from '../model/run.ts';

type Waves = RunRequest['waves'];

/** As many APIs as a person can look through before they sign. */
const APIS_A_WAVE = 25;

/**
 * Waves for a source that nobody has planned yet: APIs that share a host name move together, since a name points at one side; the
 * smallest group comes first as the pilot (docs: architecture, A run). Names are `id/stage`, which are unique.
 */
export function proposeWaves(inventory: AwsInventory): Waves {
  const groups = groupsOf(inventory).sort((a, b) => a.weight - b.weight || (a.key < b.key ? -1 : 1));
  const [pilot, ...others] = groups;
  if (pilot === undefined) return [];
  const waves = [waveOf('pilot', [pilot])];
  let batch: Group[] = [];
  const close = (): void => {
    if (batch.length > 0) waves.push(waveOf(`wave-${waves.length}`, batch));
    batch = [];
  };
  for (const group of others) {
    const size = batch.reduce((sum, { apis }) => sum + apis.length, 0);
    if (size > 0 && size + group.apis.length > APIS_A_WAVE) close();
    batch.push(group);
  }
  close();
  return waves;
}

interface Group {
  readonly key: string;
  readonly apis: string[];
  readonly hostnames: string[];
  /** Requests if they are known, else routes. */
  weight: number;
}

/** APIs joined by the host names that they share. */
function groupsOf(inventory: AwsInventory): Group[] {
  const rootOf = new Map<string, string>();
  const find = (key: string): string => {
    const parent = rootOf.get(key) ?? key;
    return parent === key ? key : find(parent);
  };
  for (const { name, mappings, routingRules } of inventory.domainNames)
    for (const { apiId, stage } of [...mappings, ...routingRules]) rootOf.set(find(`${apiId}/${stage}`), find(name));
  const groups = new Map<string, Group>();
  for (const api of inventory.apis) {
    const key = find(`${api.id}/${api.stage.name}`);
    const group = groups.get(key) ?? { key, apis: [], hostnames: [], weight: 0 };
    groups.set(key, group);
    group.apis.push(`${api.id}/${api.stage.name}`);
    group.weight += api.traffic?.requests ?? api.routes.length;
  }
  // A name may be there in several regions, and moves once.
  for (const name of new Set(inventory.domainNames.map((domain) => domain.name)))
    groups.get(find(name))?.hostnames.push(name);
  return [...groups.values()];
}

function waveOf(name: string, groups: readonly Group[]): Waves[number] {
  return {
    name,
    apis: groups.flatMap(({ apis }) => apis),
    hostnames: groups.flatMap(({ hostnames }) => hostnames.map((host) => ({ name: host, strategy: 'swap' as const }))),
  };
}
