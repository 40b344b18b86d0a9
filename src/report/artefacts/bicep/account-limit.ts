import type { AwsAccountSettings, AwsThrottle } from '../../../model/aws-account.ts';
import type { AwsInventory } from '../../../model/aws-inventory.ts';
import { resourceName } from '../../../planning/resource-name.ts';
import { element, rateLimitByKey } from '../../../policy/build.ts';
import { writeElement } from '../../../policy/write.ts';
import type { ArtefactFile } from '../artefact-file.ts';
import { bicepFile, ref, SERVICE, SERVICE_NAME, type BicepResource } from './bicep-file.ts';

type Limited = AwsAccountSettings & { readonly throttle: AwsThrottle };

/**
 * Limits of accounts as fragments (docs: mapping, B5). The policy of all APIs is shared by everyone on the service, so that no run
 * writes it and no file replaces it: somebody includes a fragment there, and takes it out again. None where no limit was read.
 */
export function accountLimitFiles({ accountSettings }: AwsInventory): readonly ArtefactFile[] {
  const limited = accountSettings.filter((settings): settings is Limited => settings.throttle !== undefined);
  if (limited.length === 0) return [];
  return [
    bicepFile({
      name: 'account-limit',
      about: [
        'Limits of an account and region of API Gateway as policy fragments, which do nothing until they are included.',
        'Include one by <include-fragment fragment-id="..." /> first in the inbound section of the policy of all APIs.',
        'Counted by each regional gateway for itself. Not in the Consumption tier.',
      ],
      parameters: [SERVICE_NAME],
      resources: [SERVICE, ...limited.map(fragmentOf)],
    }),
  ];
}

function fragmentOf({ account, region, throttle }: Limited, index: number): BicepResource {
  const name = `account-limit-${resourceName(region, `${account} ${region}`)}`;
  const { rateLimit, burstLimit } = throttle;
  // The two windows of a bucket of tokens, as every other throttle has them (docs: mapping, B5).
  const limits = [
    rateLimitByKey({ calls: Math.ceil(rateLimit + burstLimit), renewalPeriodSeconds: 1 }, `${name}/second`),
    rateLimitByKey({ calls: Math.ceil(60 * rateLimit + burstLimit), renewalPeriodSeconds: 60 }, `${name}/minute`),
  ];
  return {
    symbol: `limit${index + 1}`,
    type: 'Microsoft.ApiManagement/service/policyFragments@2024-05-01',
    body: {
      parent: ref('service'),
      name,
      properties: {
        description: `${region} of ${account}: ${rateLimit} requests a second, ${burstLimit} at once`,
        format: 'xml',
        value: writeElement(element('fragment', {}, limits)),
      },
    },
  };
}
