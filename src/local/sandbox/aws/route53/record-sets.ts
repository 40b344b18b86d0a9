import type { ResourceRecordSet } from '@aws-sdk/client-route-53';
import { element, textElement } from '../xml.ts';

/** A name as Route 53 stores it: lower case, with the trailing dot. */
export function storedName(name: string): string {
  const lower = name.toLowerCase();
  return lower.endsWith('.') ? lower : `${lower}.`;
}

/** Route 53 lists by name with its labels reversed, then type, then set identifier. */
export function sortKey(set: ResourceRecordSet): string {
  const reversed = storedName(set.Name ?? '')
    .split('.')
    .slice(0, -1)
    .reverse()
    .join('.');
  return `${reversed}\u0000${set.Type ?? ''}\u0000${set.SetIdentifier ?? ''}`;
}

export function sorted(sets: readonly ResourceRecordSet[]): ResourceRecordSet[] {
  return sets.toSorted((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
}

export function recordSetXml(set: ResourceRecordSet): string {
  const records = set.ResourceRecords?.map((record) => element('ResourceRecord', textElement('Value', record.Value)));
  const alias = set.AliasTarget;
  return element(
    'ResourceRecordSet',
    textElement('Name', set.Name) +
      textElement('Type', set.Type) +
      textElement('SetIdentifier', set.SetIdentifier) +
      textElement('Weight', set.Weight) +
      textElement('Region', set.Region) +
      textElement('Failover', set.Failover) +
      textElement('MultiValueAnswer', set.MultiValueAnswer) +
      textElement('TTL', set.TTL) +
      element('ResourceRecords', records?.join('')) +
      element(
        'AliasTarget',
        alias &&
          textElement('HostedZoneId', alias.HostedZoneId) +
            textElement('DNSName', alias.DNSName) +
            textElement('EvaluateTargetHealth', alias.EvaluateTargetHealth),
      ) +
      textElement('HealthCheckId', set.HealthCheckId),
  );
}
