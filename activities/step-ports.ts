import { FailureError } from '../src/model/outcome.ts';
import type { StepPorts } from '../src/steps/step-kind.ts';
import type { World } from '../src/ports/world.ts';
import { requestOf } from './run-record.ts';

/** What the steps of a run may touch: its own target, zone provider and source accounts, nothing else. */
export async function stepPorts(runId: string, world: World): Promise<StepPorts> {
  const request = await requestOf(runId, world);
  return {
    apiManagement: await world.apiManagement(request.target),
    dnsZones: await world.dnsZones(request.dns[0]?.provider ?? 'route53'),
    source: await world.source(),
    now: () => world.now(),
    scope(index) {
      const source = request.source[index];
      if (source === undefined || 'snapshot' in source) {
        const message = `the run's source ${index} is no live account`;
        throw new FailureError({ kind: 'invalid', code: 'NO-LIVE-SOURCE', message });
      }
      const { account, region, roleArn } = source;
      return roleArn === undefined ? { account, region } : { account, region, roleArn };
    },
  };
}
