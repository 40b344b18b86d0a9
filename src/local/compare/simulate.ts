import { readFile } from 'node:fs/promises';
import { plannedConfiguration } from '../../simulator/planned-configuration.ts';
import { readArtifacts } from './artifacts-folder.ts';
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
    const steps = await readArtifacts(artifacts);
    const one = readCase(await readFile(request, 'utf8'));
    // A plan holds no keys: those of the case belong to its subscriptions in their order.
    const ids = steps.flatMap(({ kind, payload }) => (kind === 'put-subscription' ? [payload['keyId']] : []));
    const configuration = plannedConfiguration(steps, {
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
