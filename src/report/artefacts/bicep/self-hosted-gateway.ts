import type { AwsInventory } from '../../../model/aws-inventory.ts';
import type { MigrationPlan } from '../../../model/plan.ts';
import type { ArtefactFile } from '../artefact-file.ts';
import { bicepFile, ref, SERVICE, SERVICE_NAME, type BicepResource } from './bicep-file.ts';

/**
 * A self-hosted gateway for what only one beside the backends can serve: gRPC, and private backends that no network joins to Azure
 * (docs: mapping, B2; the guide, Kubernetes). It serves the APIs that use a VPC link. None without either.
 */
export function selfHostedGatewayFiles(
  { apis, loadBalancers, vpcLinks }: AwsInventory,
  { waves }: Pick<MigrationPlan, 'waves'>,
): readonly ArtefactFile[] {
  const grpc = loadBalancers
    .flatMap(({ listeners }) => listeners.flatMap(({ targetGroups }) => targetGroups))
    .filter(({ protocolVersion }) => protocolVersion === 'GRPC')
    .map(({ name }) => name);
  if (vpcLinks.length === 0 && grpc.length === 0) return [];
  const linked = new Set(
    apis
      .filter(({ routes }) => routes.some(({ integration }) => integration?.connectionType === 'VPC_LINK'))
      .map(({ id, stage }) => `${id}/${stage.name}`),
  );
  const served = waves
    .flatMap((wave) => wave.apis)
    .filter(({ source }) => linked.has(`${source.apiId}/${source.stage}`))
    .map(({ apimId }) => apimId);
  return [
    bicepFile({
      name: 'self-hosted-gateway',
      about: [
        'A gateway that runs in the VPC beside private backends. Developer and Premium tiers only.',
        'Run its container from the images of Microsoft with the configuration endpoint and a token of this gateway; tokens end after 30 days.',
        'Deploy it after the run: it refers to APIs of the plan. It has no built-in cache and no credential manager.',
        ...(grpc.length === 0
          ? []
          : [
              `gRPC of ${[...new Set(grpc)].join(', ')}: make an API of the type gRPC from its .proto file, then link it here as well.`,
            ]),
      ],
      parameters: [
        SERVICE_NAME,
        { name: 'gatewayName', type: 'string', about: 'Name of the gateway.', value: 'aws-vpc' },
        { name: 'place', type: 'string', about: 'Where it runs, for people to read.', value: 'AWS' },
        {
          name: 'apiIds',
          type: 'array',
          about: 'Ids of the APIs that it serves: those with private integrations.',
          value: [...new Set(served)].sort(),
        },
      ],
      resources: [SERVICE, ...gateway()],
    }),
  ];
}

const gateway = (): readonly BicepResource[] => [
  {
    symbol: 'gateway',
    type: 'Microsoft.ApiManagement/service/gateways@2024-05-01',
    body: {
      parent: ref('service'),
      name: ref('gatewayName'),
      properties: { description: 'Beside private backends at AWS', locationData: { name: ref('place') } },
    },
  },
  {
    symbol: 'links',
    type: 'Microsoft.ApiManagement/service/gateways/apis@2024-05-01',
    each: 'apiId in apiIds',
    body: { parent: ref('gateway'), name: ref('apiId'), properties: { provisioningState: 'created' } },
  },
];
