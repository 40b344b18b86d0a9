import type { AwsLeftOut } from '../../../model/aws-account.ts';
import type { AwsScope } from '../../../ports/source-reader.ts';
import type { SourceReading } from './source-reading.ts';

/** How Resource Explorer calls APIs of both versions. */
const TYPES = ['apigateway:restapis', 'apigateway:apis'];

/**
 * Accounts and regions with APIs that the run does not read, as far as Resource Explorer is on and permitted: it sees the regions
 * of its account, and those of the organisation where it was set up so.
 */
export async function readLeftOut(reading: SourceReading, scopes: readonly AwsScope[]): Promise<readonly AwsLeftOut[]> {
  const region = await aggregatorRegion(reading);
  if (region === undefined) return [];
  const read = new Set(scopes.map((scope) => `${scope.account} ${scope.region}`));
  const counts = new Map<string, number>();
  for (const type of TYPES)
    for (const place of await search(reading, region, type))
      if (!read.has(place)) counts.set(place, (counts.get(place) ?? 0) + 1);
  return [...counts].map(([place, apis]) => {
    const [account = '', of = ''] = place.split(' ');
    return { at: { arn: `arn:aws:apigateway:${of}:${account}:`, pointer: '' }, account, region: of, apis };
  });
}

/** Where the index is that sees all regions; without one the region itself is all that can be searched. */
async function aggregatorRegion(reading: SourceReading): Promise<string | undefined> {
  const { ListIndexesCommand } = await import('@aws-sdk/client-resource-explorer-2');
  const client = await reading.clients.resourceExplorer(reading.scope);
  const read = reading.readOf({ action: 'resource-explorer-2:ListIndexes', resource: '*', severity: 'review' });
  const found = await reading.allIfRead(read, async (NextToken) => {
    const answer = await client.send(new ListIndexesCommand({ NextToken }));
    return { items: answer.Indexes, next: answer.NextToken };
  });
  if (found === undefined) return undefined;
  const aggregator = found.find(({ Type }) => Type === 'AGGREGATOR')?.Region;
  if (aggregator !== undefined) return aggregator;
  reading.gaps.push({
    at: read.at,
    call: read.call,
    severity: 'review',
    reason: 'Resource Explorer has no aggregator index: other regions and accounts with APIs are not known',
    remedy: 'Turn the aggregator index on, or make sure by hand that the run names every account and region.',
  });
  return found.some(({ Region }) => Region === reading.scope.region) ? reading.scope.region : undefined;
}

/** Account and region of each API that the index knows. A search tells no more than a thousand. */
async function search(reading: SourceReading, region: string, type: string): Promise<readonly string[]> {
  const { SearchCommand } = await import('@aws-sdk/client-resource-explorer-2');
  const client = await reading.clients.resourceExplorer({ ...reading.scope, region });
  const read = reading.readOf({ action: 'resource-explorer-2:Search', resource: '*', severity: 'review' });
  let isComplete = true;
  const found = await reading.allOrGap(read, async (NextToken) => {
    const QueryString = `resourcetype:${type}`;
    const answer = await client.send(new SearchCommand({ QueryString, MaxResults: 1000, NextToken }));
    isComplete = answer.Count?.Complete ?? true;
    return { items: answer.Resources, next: answer.NextToken };
  });
  if (!isComplete)
    reading.gaps.push({
      at: read.at,
      call: read.call,
      severity: 'review',
      reason: `Resource Explorer told only ${found.length} of the APIs of type ${type}`,
      remedy: 'Make sure by hand that the run names every account and region.',
    });
  return found.map(({ OwningAccountId = '', Region = '' }) => `${OwningAccountId} ${Region}`);
}
