import type { ListResourceRecordSetsCommandInput, Route53Client } from '@aws-sdk/client-route-53';
import type { DnsChange, DnsRecordSet } from '../../model/dns.ts';
import { FailureError } from '../../model/outcome.ts';
import type { DnsZones } from '../../ports/dns.ts';
import type { AwsClients } from './clients.ts';
import { awsFailure } from './failures.ts';
import { absoluteName, canonicalName, toCanonical, toRoute53 } from './route53-records.ts';

/** Route 53 is one service for the whole partition; its requests are signed for this region. */
const SIGNING_REGION = 'us-east-1';
/** What Route 53 says of a batch that the zone has moved away from; other reasons are faults of the batch itself. */
const STALE = /but it was not found|do not match the current values|but it already exists/;

/** Hosted zones of Route 53, found by their name. @param roleArn the cutover role, when it is another account's */
export function route53Zones(clients: AwsClients, roleArn?: string): DnsZones {
  const ids = new Map<string, string>();
  const client = async (): Promise<Route53Client> =>
    await clients.route53({ region: SIGNING_REGION, ...(roleArn !== undefined && { roleArn }) });
  const idOf = async (zone: string): Promise<string> => {
    const id = ids.get(zone) ?? (await findZone(await client(), zone));
    ids.set(zone, id);
    return id;
  };
  return {
    recordSets: async (zone, name) => await listSets(await client(), await idOf(zone), name),
    change: async (zone, change) => ({ changeId: await submit(await client(), await idOf(zone), zone, change) }),
    isInSync: async (changeId) => await isInSync(await client(), changeId),
    nameServers: async (zone) => await nameServersOf(await client(), await idOf(zone), zone),
  };
}

async function calling<T>(action: string, at: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw awsFailure(error, `route53:${action}`, at);
  }
}

/** Private zones of the same name answer other callers, so they do not count. */
async function findZone(client: Route53Client, zone: string): Promise<string> {
  const { ListHostedZonesByNameCommand } = await import('@aws-sdk/client-route-53');
  const { HostedZones = [] } = await calling('ListHostedZonesByName', zone, () =>
    client.send(new ListHostedZonesByNameCommand({ DNSName: absoluteName(zone) })),
  );
  const found = HostedZones.filter(({ Name, Config }) => canonicalName(Name ?? '') === zone && !Config?.PrivateZone);
  const [first, ...others] = found.flatMap(({ Id }) => Id ?? []);
  if (first === undefined) {
    const message = `This account has no public hosted zone ${zone}; name the account's role or correct dns[].zone.`;
    throw new FailureError({ kind: 'missing', code: 'NoSuchHostedZone', message, at: zone });
  }
  if (others.length > 0) {
    const message = `This account has ${found.length} public hosted zones ${zone}; delete those that are not delegated.`;
    throw new FailureError({ kind: 'invalid', code: 'ambiguous-zone', message, at: zone });
  }
  return first.replace(/^\/hostedzone\//, '');
}

/** The listing begins at the name and goes on in the zone's order: it ends with the first set of another name. */
async function listSets(client: Route53Client, zoneId: string, name: string): Promise<DnsRecordSet[]> {
  const { ListResourceRecordSetsCommand } = await import('@aws-sdk/client-route-53');
  const sets: DnsRecordSet[] = [];
  let from: Partial<ListResourceRecordSetsCommandInput> | undefined = { StartRecordName: absoluteName(name) };
  while (from !== undefined) {
    const input: ListResourceRecordSetsCommandInput = { HostedZoneId: zoneId, ...from };
    const page = await calling('ListResourceRecordSets', zoneId, () =>
      client.send(new ListResourceRecordSetsCommand(input)),
    );
    sets.push(...(page.ResourceRecordSets ?? []).map(toCanonical).filter((set) => set.name === name));
    const goesOn = page.IsTruncated === true && canonicalName(page.NextRecordName ?? '') === name;
    from = goesOn
      ? {
          StartRecordName: page.NextRecordName,
          StartRecordType: page.NextRecordType,
          StartRecordIdentifier: page.NextRecordIdentifier,
        }
      : undefined;
  }
  return sets;
}

async function submit(client: Route53Client, zoneId: string, zone: string, change: DnsChange): Promise<string> {
  const { ChangeResourceRecordSetsCommand, InvalidChangeBatch } = await import('@aws-sdk/client-route-53');
  const deletions = change.remove.map((set) => ({ Action: 'DELETE' as const, ResourceRecordSet: toRoute53(set) }));
  const creations = change.create.map((set) => ({ Action: 'CREATE' as const, ResourceRecordSet: toRoute53(set) }));
  const batch = { HostedZoneId: zoneId, ChangeBatch: { Changes: [...deletions, ...creations] } };
  try {
    const { ChangeInfo } = await client.send(new ChangeResourceRecordSetsCommand(batch));
    return (ChangeInfo?.Id ?? '').replace(/^\/change\//, '');
  } catch (error) {
    if (error instanceof InvalidChangeBatch) throw refusedBatch(error, zone);
    throw awsFailure(error, 'route53:ChangeResourceRecordSets', zone);
  }
}

function refusedBatch(
  error: Error & { readonly messages?: readonly string[] | undefined },
  zone: string,
): FailureError {
  const reasons = [error.message, ...(error.messages ?? [])].filter((reason) => reason !== '').join('; ');
  const stale = STALE.test(reasons);
  const message = stale
    ? `The zone no longer holds the records that the change removes; nothing was written: ${reasons}`
    : `Route 53 refused the change; nothing was written: ${reasons}`;
  const kind = stale ? 'conflict' : 'invalid';
  return new FailureError({ kind, code: 'InvalidChangeBatch', message, at: zone }, { cause: error });
}

async function isInSync(client: Route53Client, changeId: string): Promise<boolean> {
  const { GetChangeCommand } = await import('@aws-sdk/client-route-53');
  const { ChangeInfo } = await calling('GetChange', changeId, () =>
    client.send(new GetChangeCommand({ Id: changeId })),
  );
  return ChangeInfo?.Status === 'INSYNC';
}

async function nameServersOf(client: Route53Client, zoneId: string, zone: string): Promise<string[]> {
  const { GetHostedZoneCommand } = await import('@aws-sdk/client-route-53');
  const { DelegationSet } = await calling('GetHostedZone', zone, () =>
    client.send(new GetHostedZoneCommand({ Id: zoneId })),
  );
  return (DelegationSet?.NameServers ?? []).map(canonicalName);
}
