import type { ResourceRecordSet } from '@aws-sdk/client-route-53';
import type { AwsState } from '../aws/state.ts';

/** A record set in an order and spelling of its own, so that two answers compare as text. */
export interface CanonicalRecordSet {
  /** Lower case, without the trailing dot. */
  readonly name: string;
  readonly type: string;
  /** Seconds; absent on an alias. */
  readonly ttl?: number;
  /** Sorted. */
  readonly values: readonly string[];
  readonly alias?: { readonly hostedZoneId: string; readonly dnsName: string; readonly evaluateTargetHealth: boolean };
  /** What weighted, failover and such sets have beside their values, in the order of their names. */
  readonly routing?: Readonly<Record<string, unknown>>;
}

/** The record sets of every custom domain name, of all types, as the zones hold them now. */
export function recordsOfHostnames(state: AwsState): Record<string, CanonicalRecordSet[]> {
  const sets = [...state.hostedZones.values()].flatMap(({ recordSets }) => recordSets).map(canonicalRecordSet);
  return Object.fromEntries(
    [...state.domainNames.keys()].map((hostname) => [
      hostname,
      sets.filter(({ name }) => name === hostname.toLowerCase()).toSorted(inOrder),
    ]),
  );
}

function canonicalRecordSet(stored: ResourceRecordSet): CanonicalRecordSet {
  const { Name, Type, TTL, ResourceRecords, AliasTarget, ...others } = stored;
  const routing = Object.entries(others)
    .filter(([, value]) => value !== undefined)
    .toSorted(([one], [other]) => (one < other ? -1 : 1));
  return {
    name: plain(Name),
    type: Type ?? '',
    ...(TTL !== undefined && { ttl: TTL }),
    values: (ResourceRecords ?? []).map(({ Value }) => Value ?? '').toSorted(byCodeUnit),
    ...(AliasTarget && {
      alias: {
        hostedZoneId: AliasTarget.HostedZoneId ?? '',
        dnsName: plain(AliasTarget.DNSName),
        evaluateTargetHealth: AliasTarget.EvaluateTargetHealth ?? false,
      },
    }),
    ...(routing.length > 0 && { routing: Object.fromEntries(routing) }),
  };
}

const plain = (name: string | undefined): string => (name ?? '').toLowerCase().replace(/\.$/, '');

const byCodeUnit = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

function inOrder(one: CanonicalRecordSet, other: CanonicalRecordSet): number {
  return byCodeUnit(JSON.stringify([one.type, one]), JSON.stringify([other.type, other]));
}
