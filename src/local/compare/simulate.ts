import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { migrationPlan, type MigrationPlan } from '../../model/plan.ts';
import { plannedConfiguration } from '../../simulator/planned-configuration.ts';
import { CaseBackend } from './case-backend.ts';
import { readCase } from './case.ts';
import { sideDocument } from './exchange.ts';
import { requestBelow } from './source-side.ts';
import { askTarget, TARGET_HOST } from './target-side.ts';

export interface SimulateCommand {
  readonly artifacts: string;
  readonly request: string;
}

/**
 * `crossgate simulate`: what API Management answers to one request by the artefacts of an assessment, on standard output. The
 * request's path is the whole one, with that of the API. Resolves with the exit status.
 */
export async function simulateCommand({ artifacts, request }: SimulateCommand): Promise<number> {
  try {
    const plan = await readPlan(artifacts);
    const one = readCase(await readFile(request, 'utf8'));
    // A plan holds no keys: those of the case belong to its subscriptions in their order.
    const ids = plan.steps.flatMap(({ kind, payload }) => (kind === 'put-subscription' ? [payload['keyId']] : []));
    const configuration = plannedConfiguration(plan.steps, {
      serviceName: 'simulated',
      hostname: TARGET_HOST,
      keyValue: (id) => one.keys?.[ids.indexOf(id)]?.value,
    });
    const backend = new CaseBackend(one.backend?.answers);
    const side = await askTarget(configuration, requestBelow(`https://${TARGET_HOST}`, one), backend);
    process.stdout.write(`${JSON.stringify(sideDocument(side))}\n`);
    if (side.defect === undefined) return 0;
    process.stderr.write(`crossgate simulate: ${side.defect}\n`);
    return 1;
  } catch (error) {
    process.stderr.write(`crossgate simulate: ${error instanceof Error ? error.message : String(error)}\n`);
    return 2;
  }
}

/** The plan beside the artefacts, whether the folder is the assessment's or the APIOps folder in it. */
async function readPlan(artifacts: string): Promise<MigrationPlan> {
  const found = await firstOf([join(artifacts, 'plan.json'), join(artifacts, '..', 'plan.json')]);
  if (found === undefined)
    throw new Error(`${artifacts}: no plan.json: give the folder that "crossgate assess --out" wrote`);
  const read = migrationPlan.safeParse(JSON.parse(found));
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new Error(`${artifacts}/plan.json: /${issue?.path.join('/') ?? ''}: ${issue?.message ?? 'no plan'}`);
}

async function firstOf(files: readonly string[]): Promise<string | undefined> {
  for (const file of files) {
    try {
      return await readFile(file, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
  return undefined;
}
