import type { AwsApi } from '../model/aws.ts';
import type { AwsInventory } from '../model/aws-inventory.ts';

/** The one base path under which custom names lead to an API at its stage, with its slash; undefined where there is none, or several. */
export function basePathOf(
  { id, stage }: AwsApi,
  { domainNames }: Pick<AwsInventory, 'domainNames'>,
): string | undefined {
  const own = domainNames.flatMap(({ mappings }) =>
    mappings.filter((each) => each.apiId === id && each.stage === stage.name).map(({ path }) => path),
  );
  const [only, ...others] = new Set(own);
  if (only === undefined || others.length > 0) return undefined;
  return only === '' ? '' : `/${only}`;
}
