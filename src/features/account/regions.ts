import type { AwsInventory } from '../../model/aws-inventory.ts';
import type { SourceRef } from '../../model/source-ref.ts';

/** Each account and region of an inventory, with how many APIs it has there. Files name neither: they count as one. */
export function regionsOf({ apis }: Pick<AwsInventory, 'apis'>): readonly {
  readonly at: SourceRef;
  readonly region: string;
  readonly apis: number;
}[] {
  const ids = new Map<string, Set<string>>();
  for (const { account, region, id } of apis) {
    const key = `${account} ${region}`;
    ids.set(key, (ids.get(key) ?? new Set()).add(id));
  }
  return [...ids].map(([key, own]) => {
    const [account = '', region = ''] = key.split(' ');
    const name = region === '' ? 'the files' : `${region} of ${account}`;
    return { at: { arn: `aws:${account}:${region}`, pointer: '' }, region: name, apis: own.size };
  });
}
