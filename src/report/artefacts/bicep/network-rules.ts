import type { AwsVpcEndpoint } from '../../../model/aws-account.ts';
import type { AwsInventory } from '../../../model/aws-inventory.ts';
import type { ArtefactFile } from '../artefact-file.ts';
import { bicepFile, LOCATION, ref, type BicepParameter } from './bicep-file.ts';
import { bicepOf, type BicepValue } from './bicep-text.ts';

/**
 * Network rules in place of VPC endpoints' policies: who may reach the service's private endpoint at all. What a policy says of
 * single APIs is no matter of a network (docs: mapping, B3). None without VPC endpoints.
 */
export function networkRuleFiles({ vpcEndpoints }: AwsInventory): readonly ArtefactFile[] {
  const [first] = vpcEndpoints;
  if (first === undefined) return [];
  const endpoints = vpcEndpoints.map((endpoint, index) => ({ endpoint, parameter: `callers${index + 1}` }));
  const parameters = endpoints.map(({ endpoint, parameter }): BicepParameter => ({
    name: parameter,
    type: 'array',
    about: `Address ranges of callers that came in by ${endpoint.id} of ${endpoint.vpcId}; none: nobody of them gets in.`,
    value: [],
  }));
  const rules = endpoints.map(({ endpoint, parameter }, index) => ({
    parameter,
    text: ruleOf(endpoint, parameter, index),
  }));
  return [
    bicepFile({
      name: 'network-rules',
      about: [
        'A network security group for the subnet of the private endpoint (private-access.bicep), in place of VPC endpoint policies.',
        'The subnet must have network policies for private endpoints switched on, or the rules count for nothing.',
        ...vpcEndpoints.flatMap(statementsOf),
      ],
      parameters: [
        LOCATION,
        { name: 'name', type: 'string', about: 'Name of the network security group.', value: 'nsg-apis' },
        ...parameters,
      ],
      // A rule without a range is refused by ARM, so that an empty parameter leaves its rule out.
      variables: {
        ...Object.fromEntries(
          rules.map(({ parameter, text }) => [`${parameter}Rules`, ref(`empty(${parameter}) ? [] : [${text}]`)]),
        ),
        others: [refusal],
      },
      resources: [
        {
          symbol: 'group',
          type: 'Microsoft.Network/networkSecurityGroups@2024-05-01',
          body: {
            name: ref('name'),
            location: ref('location'),
            properties: {
              securityRules: ref(
                `concat(${[...rules.map(({ parameter }) => `${parameter}Rules`), 'others'].join(', ')})`,
              ),
            },
          },
        },
      ],
      outputs: { id: 'group.id' },
    }),
  ];
}

const refusal: BicepValue = {
  name: 'refuse-others',
  properties: {
    priority: 4096,
    direction: 'Inbound',
    access: 'Deny',
    protocol: '*',
    sourceAddressPrefix: '*',
    sourcePortRange: '*',
    destinationAddressPrefix: '*',
    destinationPortRange: '*',
  },
};

const ruleOf = ({ id }: AwsVpcEndpoint, parameter: string, index: number): string =>
  bicepOf({
    name: `callers-of-${id.replaceAll(/[^\w-]/g, '-')}`,
    properties: {
      priority: 100 + index * 10,
      direction: 'Inbound',
      access: 'Allow',
      protocol: 'Tcp',
      sourceAddressPrefixes: ref(parameter),
      sourcePortRange: '*',
      destinationAddressPrefix: '*',
      destinationPortRange: '443',
    },
  });

/** What each policy says, for whoever writes the rules: a network tells callers apart, never APIs. */
function statementsOf({ id, policy }: AwsVpcEndpoint): readonly string[] {
  if (policy === undefined) return [];
  return statementsIn(policy).map(({ Effect, Principal, Resource }) => {
    const [who, what] = [Principal, Resource].map((each) => JSON.stringify(each ?? null));
    return `${id}: ${JSON.stringify(Effect ?? null)} for ${who} on ${what}`;
  });
}

function statementsIn(policy: string): readonly Readonly<Record<string, unknown>>[] {
  try {
    const { Statement } = JSON.parse(policy) as { readonly Statement?: unknown };
    return [Statement]
      .flat()
      .filter((each): each is Record<string, unknown> => each !== null && typeof each === 'object');
  } catch {
    return [];
  }
}
