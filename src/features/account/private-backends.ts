import { defineAccountFeature } from '../account-feature.ts';
import { report } from '../feature.ts';

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
    ...inventory.loadBalancers.map(({ at, name, type, scheme, dnsName, listeners }) => {
      const ports = listeners.map(({ protocol, port }) => `${protocol}:${port}`).join(', ');
      return report(
        privateBackends,
        'PRIVATE-LOAD-BALANCER',
        at,
        `The ${type} load balancer ${name} (${scheme}) is ${dnsName} at ${ports}.`,
      );
    }),
    ...inventory.discoveryServices.map(({ at, name, instances }) =>
      report(
        privateBackends,
        'CLOUD-MAP-SERVICE',
        at,
        `${name} has ${instances.length} instance${instances.length === 1 ? '' : 's'}`,
      ),
    ),
  ],
});
