import type { AwsState } from '../aws/state.ts';
import { canonicalName } from './zone-answer.ts';

/** Whether a record set of a custom domain name leads, at whatever weight, to API Management's own names. */
export function pointsAtTarget(state: AwsState): boolean {
  const hostnames = new Set([...state.domainNames.keys()].map(canonicalName));
  return [...state.hostedZones.values()]
    .flatMap(({ recordSets }) => recordSets)
    .filter(({ Name, Weight }) => hostnames.has(canonicalName(Name ?? '')) && Weight !== 0)
    .flatMap(({ ResourceRecords, AliasTarget }) => [
      ...(ResourceRecords ?? []).map(({ Value }) => Value ?? ''),
      AliasTarget?.DNSName ?? '',
    ])
    .some((target) => canonicalName(target).endsWith('.azure-api.net.'));
}
