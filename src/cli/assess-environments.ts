import { readFile } from 'node:fs/promises';
import type { AwsInventory } from '../model/aws-inventory.ts';
import { environments, type Environment } from '../model/environment.ts';
import { plannedTier, type ApimTier } from '../model/tier.ts';
import { assessmentRequest } from '../planning/assessment-request.ts';
import type { Assessment } from '../planning/build-plan.ts';
import { boundHostnames, type PlannedTarget } from '../report/artefacts/environment-values.ts';
import type { FurtherEnvironment } from '../report/artefacts/git-ops.ts';
import { differencesBetween, inEnvironment } from '../report/artefacts/in-environment.ts';
import { plannedResources } from '../report/artefacts/planned-resources.ts';
import { assessSource } from './assess-source.ts';
import { CommandFailure } from './command-failure.ts';
import { EXIT } from './exit-codes.ts';

/** What `--environments` names: further targets of the same decisions. @throws CommandFailure for what is none */
export async function readEnvironments(file: string): Promise<Readonly<Record<string, Environment>>> {
  let document: unknown;
  try {
    document = JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    throw refusal(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  const read = environments.safeParse(document);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw refusal(`${file}: /${issue?.path.join('/') ?? ''}: ${issue?.message ?? 'no environments'}`);
}

/**
 * The plan in each environment, and only what differs. One of another tier is planned for anew: policies follow the tier.
 * @throws CommandFailure for a name that the plan does not know: a misspelt one must not be left out unnoticed
 */
export function assessEnvironments(
  { plan }: Pick<Assessment, 'plan'>,
  inventory: AwsInventory,
  named: Readonly<Record<string, Environment>>,
  tier: ApimTier | undefined,
): readonly FurtherEnvironment[] {
  const { request } = assessmentRequest(inventory, tier);
  const planned = plannedResources(plan.steps);
  const hostnames = boundHostnames(plan.steps);
  const moved = plan.waves.flatMap((wave) => wave.hostnames.map(({ name }) => name));
  return Object.entries(named).map(([name, environment]) => {
    const own = environment.tier ?? plannedTier(request.target);
    const isOther = own !== plannedTier(request.target);
    const base = isOther ? plannedResources(assessSource(inventory, own).plan.steps) : planned;
    const { resources, unused } = inEnvironment(base, request.keyVault, environment, moved);
    if (unused.length > 0)
      throw refusal(`environment ${name}: the plan has no backend and no host name ${unused.join(', ')}`);
    const target: PlannedTarget = {
      name,
      service: environment.service,
      tier: own,
      keyVault: environment.keyVault,
      hostnames: hostnames.map((each) => ({
        ...each,
        hostName: environment.hostnames[each.hostName] ?? each.hostName,
      })),
    };
    return { target, resources, differences: differencesBetween(planned, resources) };
  });
}

const refusal = (detail: string): CommandFailure =>
  new CommandFailure(EXIT.badUsage, { code: 'bad-environments', title: 'No environments', detail });
