import type { ResourceRecordSet, RRType } from '@aws-sdk/client-route-53';
import type { DnsRecordSet } from '../../model/dns.ts';

/** A name as the model has it: lower case, no trailing dot, and the wildcard that Route 53 lists as `\052` as `*`. */
export function canonicalName(name: string): string {
  return name
    .toLowerCase()
    .replace(/\.$/, '')
    .replaceAll(String.raw`\052`, '*');
}

/** A name as Route 53 stores it. */
export function absoluteName(name: string): string {
  return name.endsWith('.') ? name : `${name}.`;
}

/** The canonical form of a record set. `toRoute53` gives back all that Route 53 compares when it deletes one. */
export function toCanonical(stored: ResourceRecordSet): DnsRecordSet {
  const { Name, Type, TTL, ResourceRecords, AliasTarget, ...others } = stored;
  const routing = Object.entries(others).filter(([, value]) => value !== undefined);
  return {
    name: canonicalName(Name ?? ''),
    type: Type ?? '',
    ...(TTL === undefined ? {} : { ttl: TTL }),
    values: (ResourceRecords ?? []).map(({ Value }) => Value ?? '').toSorted(byCodeUnit),
    ...(AliasTarget && {
      alias: {
        hostedZoneId: AliasTarget.HostedZoneId ?? '',
        dnsName: canonicalName(AliasTarget.DNSName ?? ''),
        evaluateTargetHealth: AliasTarget.EvaluateTargetHealth ?? false,
      },
    }),
    ...(routing.length > 0 && { routing: Object.fromEntries(routing) }),
  };
}

export function toRoute53({ name, type, ttl, values, alias, routing }: DnsRecordSet): ResourceRecordSet {
  return {
    // The members are those that `toCanonical` took from a set of the SDK's.
    ...(routing as Partial<ResourceRecordSet> | undefined),
    Name: absoluteName(name),
    Type: type as RRType,
    ...(ttl === undefined ? {} : { TTL: ttl }),
    ...(values.length > 0 && { ResourceRecords: values.map((Value) => ({ Value })) }),
    ...(alias && {
      AliasTarget: {
        HostedZoneId: alias.hostedZoneId,
        DNSName: absoluteName(alias.dnsName),
        EvaluateTargetHealth: alias.evaluateTargetHealth,
      },
    }),
  };
}

function byCodeUnit(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
