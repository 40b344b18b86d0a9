import { decideAround, defineAccountFeature } from '../account-feature.ts';
import { report } from '../feature.ts';
import { below } from '../../model/source-ref.ts';

/** Load balancers with gRPC target groups (docs: mapping, B2; the guide, Kubernetes). */
export const grpcBackends = defineAccountFeature({
  id: 'grpc-backends',
  fidelity: 'D',
  findings: {
    'GRPC-BACKEND': {
      severity: 'decision',
      message: 'The target group {detail} speaks gRPC.',
      awsBehaviour: 'An Application Load Balancer hands gRPC calls to its targets.',
      apimBehaviour:
        'Only a self-hosted gateway serves gRPC, of the Developer and Premium tiers, and Application Gateway cannot guard it.',
      remedy: 'Decide how its callers get there; bicep/self-hosted-gateway.bicep is the gateway.',
      options: [
        {
          name: 'self-hosted-gateway',
          consequence: 'A self-hosted gateway runs beside the targets and serves the API.',
          recommended: true,
        },
        { name: 'outside', consequence: 'Callers reach the load balancer as they do now; the API is not moved.' },
      ],
    },
  },
  assess: (inventory, request) =>
    inventory.loadBalancers.flatMap(({ at, listeners }) =>
      listeners
        .flatMap(({ targetGroups }) => targetGroups)
        .filter(({ protocolVersion }) => protocolVersion === 'GRPC')
        .map(({ arn, name }) =>
          decideAround(report(grpcBackends, 'GRPC-BACKEND', below(at, 'targetGroups', arn), name), request),
        ),
    ),
});
