import type { SandboxResponse } from '../../http-server.ts';
import { Refusal, refusalAnswer } from '../answers.ts';
import type { ArmContext, ArmRequest } from '../context.ts';
import { dnsOperation, dnsZones } from './dns-zones.ts';
import { trafficManagerProfiles } from './traffic-manager.ts';

/** Microsoft.Network: DNS zones and Traffic Manager profiles. DNS refuses without ARM's envelope (recorded 2026-11-23). */
export function network(context: ArmContext, arm: ArmRequest, segments: readonly string[]): SandboxResponse {
  const [type = '', ...rest] = segments;
  switch (type.toLowerCase()) {
    case 'dnszones':
      return withoutEnvelope(() => dnsZones(context, arm, rest));
    case 'dnsoperationstatuses':
    case 'dnsoperationresults':
      return withoutEnvelope(() => dnsOperation(context, arm, type, rest[0] ?? ''));
    case 'trafficmanagerprofiles':
      return trafficManagerProfiles(context, arm, rest);
    default:
      throw new Refusal(404, 'InvalidResourceType', `The sandbox has no resource type 'Microsoft.Network/${type}'.`);
  }
}

function withoutEnvelope(answer: () => SandboxResponse): SandboxResponse {
  try {
    return answer();
  } catch (error) {
    if (error instanceof Refusal) return refusalAnswer(error, false);
    throw error;
  }
}
