import { inventoryOf, type AwsInventory, type InventoryPart } from '../model/aws-inventory.ts';
import type { AwsApiListing, AwsScope, SourceReader } from '../ports/source-reader.ts';

/** An account and region to read, and which of its APIs (ids or names; absent means all). */
export interface LiveSource extends AwsScope {
  readonly apis?: readonly string[];
}

/** What has been read so far, told before each piece. */
export interface DiscoveryProgress {
  readonly source: LiveSource;
  /** Of the source. */
  readonly apis: number;
  readonly read: number;
  /** What is read next. */
  readonly next: string;
}

/** APIs that an earlier attempt has read, so that a discovery that ended early goes on where it was. */
export interface KeptApis {
  get(key: string): InventoryPart | undefined;
  put(key: string, part: InventoryPart): Promise<void>;
}

export interface DiscoveryOptions {
  readonly onProgress?: (progress: DiscoveryProgress) => void;
  readonly kept?: KeptApis;
}

/**
 * Reads sources one after the other, as the orchestration of a run does: the listing, each API, what they share and lead to, and
 * at last which accounts and regions are left out. Never fails for what AWS refuses: that is a gap.
 */
export async function discoverSources(
  reader: SourceReader,
  sources: readonly LiveSource[],
  options: DiscoveryOptions = {},
): Promise<AwsInventory> {
  const parts: InventoryPart[] = [];
  for (const source of sources) parts.push(...(await discoverSource(reader, source, options)));
  parts.push(await reader.readLeftOut(sources));
  return inventoryOf(...parts);
}

async function discoverSource(
  reader: SourceReader,
  source: LiveSource,
  { onProgress = () => undefined, kept }: DiscoveryOptions,
): Promise<readonly InventoryPart[]> {
  const listing = await reader.listApis(source);
  const apis = listing.items.filter(isAskedFor(source));
  const parts: InventoryPart[] = [{ gaps: listing.gaps }];
  const tell = (next: string): void => onProgress({ source, apis: apis.length, read: parts.length - 1, next });
  for (const api of apis) {
    tell(api.name);
    parts.push(await readOnce(reader, source, api, kept));
  }
  tell('domain names, certificates, plans and keys');
  const shared = await reader.readShared(source);
  tell('functions, user pools, web ACLs and load balancers');
  const around = await reader.readSurroundings(source, inventoryOf(...parts, shared));
  return [...parts, shared, around];
}

/** An API that was read whole is not read again; one with a gap is, as whoever runs this may have mended it. */
async function readOnce(
  reader: SourceReader,
  source: LiveSource,
  api: AwsApiListing,
  kept: KeptApis | undefined,
): Promise<InventoryPart> {
  const key = `${source.account} ${source.region} ${api.id}`;
  const known = kept?.get(key);
  if (known !== undefined && known.gaps?.length === 0) return known;
  const part = await reader.readApi(source, api);
  await kept?.put(key, part);
  return part;
}

function isAskedFor({ apis }: LiveSource): (listing: AwsApiListing) => boolean {
  return ({ id, name }) => apis === undefined || apis.some((wanted) => wanted === id || wanted === name);
}
