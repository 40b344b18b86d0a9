import type { HostedZone, ResourceRecordSet, RRType } from '@aws-sdk/client-route-53';
import type { AwsDomainName, AwsHostedZone } from '../../../model/aws-account.ts';
import { defined } from '../defined.ts';
import { canonicalName } from '../route53-records.ts';
import type { SourceReading } from './source-reading.ts';

/** Route 53 is one service for the whole partition; its requests are signed for this region. */
const SIGNING_REGION = 'us-east-1';

/** Public and private zones with the records in them that lead to API Gateway; zones without any say nothing. */
export async function readHostedZones(
  reading: SourceReading,
  domainNames: readonly AwsDomainName[],
): Promise<readonly AwsHostedZone[]> {
  const { ListHostedZonesCommand } = await import('@aws-sdk/client-route-53');
  const client = await reading.clients.route53({ ...reading.scope, region: SIGNING_REGION });
  const at = { arn: 'arn:aws:route53:::hostedzone', pointer: '' };
  const read = reading.readOf({ action: 'route53:ListHostedZones', resource: '*', at, severity: 'review' });
  const found = await reading.allOrGap(read, async (Marker) => {
    const answer = await client.send(new ListHostedZonesCommand({ Marker }));
    return { items: answer.HostedZones, next: answer.NextMarker };
  });
  const leads = leadsToGateway(domainNames);
  const zones: AwsHostedZone[] = [];
  for (const zone of found) {
    const records = (await readRecords(reading, zone)).filter(leads);
    if (records.length > 0) zones.push(await zoneToModel(reading, zone, records));
  }
  return zones;
}

const zoneId = ({ Id = '' }: HostedZone): string => Id.replace(/^\/hostedzone\//, '');

async function readRecords(reading: SourceReading, zone: HostedZone): Promise<AwsHostedZone['records']> {
  const { ListResourceRecordSetsCommand } = await import('@aws-sdk/client-route-53');
  const client = await reading.clients.route53({ ...reading.scope, region: SIGNING_REGION });
  const resource = `arn:aws:route53:::hostedzone/${zoneId(zone)}`;
  const read = reading.readOf({ action: 'route53:ListResourceRecordSets', resource, severity: 'review' });
  const found = await reading.allOrGap(read, async (position) => {
    // A page begins at a name, a type and a set; together they are what goes on.
    // A set's identifier may have blanks in it, names and types have none.
    const [StartRecordName, StartRecordType, ...identifier] = position?.split(' ') ?? [];
    const start = defined({
      StartRecordName,
      StartRecordType: StartRecordType as RRType | undefined,
      StartRecordIdentifier: identifier.join(' ') || undefined,
    });
    const answer = await client.send(new ListResourceRecordSetsCommand({ HostedZoneId: zoneId(zone), ...start }));
    const next = [answer.NextRecordName, answer.NextRecordType, answer.NextRecordIdentifier ?? ''].join(' ');
    return { items: answer.ResourceRecordSets, next: answer.IsTruncated === true ? next : undefined };
  });
  return found.flatMap(recordsOf);
}

/** One for each value of a set. */
function recordsOf(set: ResourceRecordSet): AwsHostedZone['records'] {
  const targets =
    set.AliasTarget?.DNSName === undefined
      ? (set.ResourceRecords ?? []).flatMap(({ Value }) => Value ?? [])
      : [set.AliasTarget.DNSName];
  return targets.map((target) =>
    defined({
      name: canonicalName(set.Name ?? ''),
      type: set.Type ?? '',
      target: set.Type === 'CNAME' || set.AliasTarget !== undefined ? canonicalName(target) : target,
      ttl: set.TTL,
      setIdentifier: set.SetIdentifier,
    }),
  );
}

/** By what it points at, or by its name: a name may lead there by way of others. */
function leadsToGateway(domainNames: readonly AwsDomainName[]): (record: AwsHostedZone['records'][number]) => boolean {
  const names = new Set(
    domainNames.flatMap(({ name, regionalDomainName, distributionDomainName }) =>
      [name, regionalDomainName, distributionDomainName].flatMap((each) => each?.toLowerCase() ?? []),
    ),
  );
  const addresses = ['A', 'AAAA', 'CNAME'];
  return ({ name, type, target }) =>
    addresses.includes(type) && (names.has(name) || names.has(target) || target.includes('.execute-api.'));
}

async function zoneToModel(
  reading: SourceReading,
  zone: HostedZone,
  records: AwsHostedZone['records'],
): Promise<AwsHostedZone> {
  const id = zoneId(zone);
  const isPrivate = zone.Config?.PrivateZone ?? false;
  return {
    at: { arn: `arn:aws:route53:::hostedzone/${id}`, pointer: '' },
    id,
    name: canonicalName(zone.Name ?? ''),
    isPrivate,
    vpcIds: isPrivate ? await readVpcIds(reading, id) : [],
    records,
  };
}

async function readVpcIds(reading: SourceReading, id: string): Promise<readonly string[]> {
  const { GetHostedZoneCommand } = await import('@aws-sdk/client-route-53');
  const client = await reading.clients.route53({ ...reading.scope, region: SIGNING_REGION });
  const resource = `arn:aws:route53:::hostedzone/${id}`;
  const read = reading.readOf({ action: 'route53:GetHostedZone', resource, severity: 'review' });
  const found = await reading.oneOrGap(read, async () => await client.send(new GetHostedZoneCommand({ Id: id })));
  return (found?.VPCs ?? []).flatMap(({ VPCId }) => VPCId ?? []);
}
