import { XMLParser } from 'fast-xml-parser';
import type { ResourceRecordSet, RRType } from '@aws-sdk/client-route-53';
import { AwsError } from '../wire.ts';
import { sorted, storedName } from './record-sets.ts';

export interface RecordChange {
  readonly action: 'CREATE' | 'DELETE' | 'UPSERT';
  readonly set: ResourceRecordSet;
}

interface XmlSet {
  readonly Name: string;
  readonly Type: string;
  readonly SetIdentifier?: string;
  readonly Weight?: string;
  readonly Region?: ResourceRecordSet['Region'];
  readonly Failover?: ResourceRecordSet['Failover'];
  readonly MultiValueAnswer?: string;
  readonly TTL?: string;
  readonly ResourceRecords?: { readonly ResourceRecord: { readonly Value: string }[] };
  readonly AliasTarget?: {
    readonly HostedZoneId: string;
    readonly DNSName: string;
    readonly EvaluateTargetHealth: string;
  };
  readonly HealthCheckId?: string;
}
interface XmlRequest {
  readonly ChangeResourceRecordSetsRequest?: {
    readonly ChangeBatch?: {
      readonly Changes?: { readonly Change: { readonly Action: string; readonly ResourceRecordSet: XmlSet }[] };
    };
  };
}

const PARSER = new XMLParser({
  parseTagValue: false,
  trimValues: true,
  isArray: (name) => name === 'Change' || name === 'ResourceRecord',
});

/** Reads the request document; throws InvalidInput when it holds no change or an unknown action. */
export function parseChangeBatch(body: string): RecordChange[] {
  const changes = (PARSER.parse(body) as XmlRequest).ChangeResourceRecordSetsRequest?.ChangeBatch?.Changes?.Change;
  if (!changes?.length) throw new AwsError('InvalidInput', 'A change batch must hold at least one change.');
  return changes.map(({ Action, ResourceRecordSet: set }) => {
    if (Action !== 'CREATE' && Action !== 'DELETE' && Action !== 'UPSERT')
      throw new AwsError('InvalidInput', `Invalid action ${Action}`);
    return { action: Action, set: recordSet(set) };
  });
}

function recordSet(xml: XmlSet): ResourceRecordSet {
  const alias = xml.AliasTarget;
  return {
    Name: storedName(xml.Name),
    Type: xml.Type as RRType,
    ...(xml.SetIdentifier === undefined ? {} : { SetIdentifier: xml.SetIdentifier }),
    ...(xml.Weight === undefined ? {} : { Weight: Number(xml.Weight) }),
    ...(xml.Region === undefined ? {} : { Region: xml.Region }),
    ...(xml.Failover === undefined ? {} : { Failover: xml.Failover }),
    ...(xml.MultiValueAnswer === undefined ? {} : { MultiValueAnswer: xml.MultiValueAnswer === 'true' }),
    ...(xml.TTL === undefined ? {} : { TTL: Number(xml.TTL) }),
    ...(xml.ResourceRecords === undefined ? {} : { ResourceRecords: xml.ResourceRecords.ResourceRecord }),
    ...(alias === undefined
      ? {}
      : { AliasTarget: { ...alias, EvaluateTargetHealth: alias.EvaluateTargetHealth === 'true' } }),
    ...(xml.HealthCheckId === undefined ? {} : { HealthCheckId: xml.HealthCheckId }),
  };
}

/**
 * The record sets after the whole batch, or InvalidChangeBatch with every reason and nothing changed. DELETE must repeat
 * what is stored, CREATE must find nothing, a CNAME stands alone (Route 53 ChangeResourceRecordSets, 2026-11-23).
 */
export function applyChangeBatch(
  stored: readonly ResourceRecordSet[],
  changes: readonly RecordChange[],
  zoneName: string,
): ResourceRecordSet[] {
  const reasons: string[] = [];
  let next = [...stored];
  for (const change of changes) {
    const existing = next.find((set) => identity(set) === identity(change.set));
    const reason = refusal(change, existing, zoneName);
    if (reason !== undefined) {
      reasons.push(reason);
      continue;
    }
    next = next.filter((set) => set !== existing);
    if (change.action !== 'DELETE') next.push(change.set);
  }
  reasons.push(...cnameConflicts(next, changes));
  if (reasons.length > 0) throw new AwsError('InvalidChangeBatch', `[${reasons.join(', ')}]`);
  return sorted(next);
}

const identity = (set: ResourceRecordSet): string => `${set.Name} ${set.Type} ${set.SetIdentifier ?? ''}`;
const described = (set: ResourceRecordSet): string => `[name='${set.Name}', type='${set.Type}']`;

function refusal(change: RecordChange, existing: ResourceRecordSet | undefined, zone: string): string | undefined {
  const { set, action } = change;
  if (set.Name !== zone && !set.Name?.endsWith(`.${zone}`))
    return `RRSet with DNS name ${set.Name} is not permitted in zone ${zone}`;
  if (action === 'CREATE' && existing)
    return `Tried to create resource record set ${described(set)} but it already exists`;
  if (action === 'DELETE') {
    if (!existing) return `Tried to delete resource record set ${described(set)} but it was not found`;
    if (set.Name === zone && (set.Type === 'SOA' || set.Type === 'NS'))
      return `A HostedZone must contain at least one ${set.Type} record for the zone itself.`;
    if (canonical(set) !== canonical(existing))
      return `Tried to delete resource record set ${described(set)} but the values provided do not match the current values`;
    return undefined;
  }
  if (set.AliasTarget === undefined && (set.TTL === undefined || !set.ResourceRecords?.length))
    return `Invalid request: Expected exactly one of [AliasTarget, all of [TTL, and ResourceRecords], or TrafficPolicyInstanceId], but found none in Change with ${described(set)}`;
  if (set.Type === 'CNAME' && set.Name === zone)
    return `RRSet of type CNAME with DNS name ${set.Name} is not permitted at apex in zone ${zone}`;
  return undefined;
}

function canonical(set: ResourceRecordSet): string {
  const alias = set.AliasTarget;
  return JSON.stringify([
    set.TTL,
    set.Weight,
    set.Region,
    set.Failover,
    set.MultiValueAnswer,
    set.HealthCheckId,
    (set.ResourceRecords ?? []).map((record) => record.Value ?? '').toSorted((a, b) => (a < b ? -1 : 1)),
    alias && [alias.HostedZoneId, storedName(alias.DNSName ?? ''), alias.EvaluateTargetHealth],
  ]);
}

function cnameConflicts(next: readonly ResourceRecordSet[], changes: readonly RecordChange[]): string[] {
  const names = new Set(changes.map(({ set }) => set.Name));
  return [...names].flatMap((name) => {
    const types = new Set(next.filter((set) => set.Name === name).map((set) => set.Type));
    if (!types.has('CNAME') || types.size === 1) return [];
    return [
      `RRSet of type CNAME with DNS name ${name} is not permitted as it conflicts with other records with the same DNS name`,
    ];
  });
}
