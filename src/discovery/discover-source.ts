import { inventoryOf, type AwsInventory, type InventoryPart } from '../model/aws-inventory.ts';
import type { AwsApiListing, AwsScope, SourceReader } from '../ports/source-reader.ts';

/** An account and region to read, and which of its APIs (ids or names; absent means all). */
export interface LiveSource extends AwsScope {
  readonly apis?: readonly string[];
}

/** What has been read so far, told after each piece. */
export interface DiscoveryProgress {
  readonly source: LiveSource;
  /** Of the source. */
  readonly apis: number;
  readonly read: number;
  /** What is read next. */
  readonly next: string;
}

/**
 * Reads sources one after the other, as the orchestration of a run does: the listing, each API, what they share and lead to, and
 * at last which accounts and regions are left out. Never fails for what AWS refuses: that is a gap.
 */
export async function discoverSources(
  reader: SourceReader,
  sources: readonly LiveSource[],
  onProgress: (progress: DiscoveryProgress) => void = () => undefined,
): Promise<AwsInventory> {
  const parts: InventoryPart[] = [];
  for (const source of sources) parts.push(...(await discoverSource(reader, source, onProgress)));
  parts.push(await reader.readLeftOut(sources));
  return inventoryOf(...parts);
}

async function discoverSource(
  reader: SourceReader,
  source: LiveSource,
  onProgress: (progress: DiscoveryProgress) => void,
): Promise<readonly InventoryPart[]> {
  const listing = await reader.listApis(source);
  const apis = listing.items.filter(isAskedFor(source));
  const parts: InventoryPart[] = [{ gaps: listing.gaps }];
  const tell = (next: string): void => onProgress({ source, apis: apis.length, read: parts.length - 1, next });
  for (const api of apis) {
    tell(api.name);
    parts.push(await reader.readApi(source, api));
  }
  tell('domain names, certificates, plans and keys');
  const shared = await reader.readShared(source);
  tell('functions, user pools, web ACLs and load balancers');
  const around = await reader.readSurroundings(source, inventoryOf(...parts, shared));
  return [...parts, shared, around];
}

function isAskedFor({ apis }: LiveSource): (listing: AwsApiListing) => boolean {
  return ({ id, name }) => apis === undefined || apis.some((wanted) => wanted === id || wanted === name);
}
