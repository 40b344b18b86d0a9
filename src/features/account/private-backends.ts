import { defineAccountFeature } from '../account-feature.ts';
import { report } from '../feature.ts';
import type { AwsDiscoveryService, AwsLoadBalancer } from '../../model/aws-account.ts';

/** Load balancers and Cloud Map services behind VPC links: what repointing needs to know (docs: mapping, B2). */
export const privateBackends = defineAccountFeature({
  id: 'private-backends',
  fidelity: 'C',
  findings: {
    'PRIVATE-LOAD-BALANCER': {
      severity: 'info',
      message: '{detail}',
      awsBehaviour: 'A private integration reaches its listeners.',
      apimBehaviour: 'A backend names a host and port that the service can resolve and reach.',
      remedy: 'Note the address for the day when its routes are repointed.',
    },
    'CLOUD-MAP-SERVICE': {
      severity: 'review',
      message: 'The Cloud Map service {detail}.',
      awsBehaviour: 'API Gateway asks Cloud Map for an instance at each request, so instances may come and go.',
      apimBehaviour: 'A backend has one address, or a pool of up to 30 that somebody keeps.',
      remedy: 'Give the instances a stable name, such as that of a load balancer.',
    },
  },
  assess: (inventory) => [
    ...inventory.loadBalancers.map((each) =>
      report(privateBackends, 'PRIVATE-LOAD-BALANCER', each.at, balancerWords(each)),
    ),
    ...inventory.discoveryServices.map((each) =>
      report(privateBackends, 'CLOUD-MAP-SERVICE', each.at, serviceWords(each)),
    ),
  ],
});

function balancerWords({ name, type, scheme, dnsName, vpcId, listeners }: AwsLoadBalancer): string {
  const ports = listeners.map(({ protocol, port, targetGroups }) => {
    const targets = targetGroups.map(
      (group) =>
        `${group.name}: ${group.targetType}, ${group.protocol ?? 'no protocol'} ${group.protocolVersion ?? ''}:${group.port ?? ''}`,
    );
    return `${protocol}:${port} to ${targets.join('; ') || 'nothing'}`;
  });
  return `The ${type} load balancer ${name} (${scheme}${vpcId === undefined ? '' : `, ${vpcId}`}) is ${dnsName} at ${ports.join(', ') || 'no port'}.`;
}

function serviceWords({ name, instances }: AwsDiscoveryService): string {
  const places = instances.map(({ id, attributes }) => `${id} (${Object.values(attributes).join(':')})`);
  return `${name} has ${instances.length} instance${instances.length === 1 ? '' : 's'}${places.length === 0 ? '' : `: ${places.join(', ')}`}`;
}
