import type { ResourceRecordSet } from '@aws-sdk/client-route-53';
import type { Faults } from '../../faults.ts';
import type { SandboxResponse } from '../../http-server.ts';
import { restXml, xml } from '../protocol.ts';
import { restService, type OperationRoute } from '../rest-service.ts';
import { param } from '../router.ts';
import type { AwsService } from '../service.ts';
import type { AwsState, HostedZoneState } from '../state.ts';
import { AwsError } from '../wire.ts';
import { element, textElement } from '../xml.ts';
import { applyChangeBatch, parseChangeBatch, type RecordChange } from './change-batch.ts';
import type { Route53Changes } from './changes.ts';
import { recordSetXml, sorted, sortKey, storedName } from './record-sets.ts';

const NAMESPACE = 'https://route53.amazonaws.com/doc/2013-04-01/';

/** Route 53 as REST-XML: zones, record sets, changes. */
export function route53(state: AwsState, faults: Faults, changes: Route53Changes): AwsService {
  return restService({ name: 'route53', protocol: restXml(NAMESPACE), routes: routes(state, faults, changes) });
}

function routes(state: AwsState, faults: Faults, changes: Route53Changes): OperationRoute[] {
  return [
    {
      operation: 'ListHostedZones',
      method: 'GET',
      pattern: '/2013-04-01/hostedzone',
      handle: ({ query }) => listZones(state, query),
    },
    {
      operation: 'ListHostedZonesByName',
      method: 'GET',
      pattern: '/2013-04-01/hostedzonesbyname',
      handle: ({ query }) => listZonesByName(state, query),
    },
    {
      operation: 'GetHostedZone',
      method: 'GET',
      pattern: '/2013-04-01/hostedzone/{id}',
      handle: (routed) => getZone(findZone(state, param(routed, 'id'))),
    },
    {
      operation: 'ListResourceRecordSets',
      method: 'GET',
      pattern: '/2013-04-01/hostedzone/{id}/rrset',
      handle: (routed) => {
        const zone = findZone(state, param(routed, 'id'));
        return listRecordSets(zone, routed.query);
      },
    },
    {
      operation: 'ChangeResourceRecordSets',
      method: 'POST',
      pattern: '/2013-04-01/hostedzone/{id}/rrset',
      handle: (routed) => {
        const zone = findZone(state, param(routed, 'id'));
        const batch = parseChangeBatch(routed.request.body.toString('utf8'));
        if (faults.isActive('dns-edited') && movesName(state, zone, batch) && changes.firstEditOf(zone.zone.Id ?? ''))
          edit(state, zone, changes);
        const id = changes.store(zone, applyChangeBatch(zone.recordSets, batch, storedName(zone.zone.Name ?? '')));
        return document('ChangeResourceRecordSetsResponse', changeInfo(changes, id));
      },
    },
    {
      operation: 'GetChange',
      method: 'GET',
      pattern: '/2013-04-01/change/{id}',
      handle: (routed) => document('GetChangeResponse', changeInfo(changes, param(routed, 'id'))),
    },
  ];
}

function document(name: string, content: string): SandboxResponse {
  return xml(200, `<${name} xmlns="${NAMESPACE}">${content}</${name}>`);
}

const bareId = (id: string | undefined): string => (id ?? '').replace(/^\/hostedzone\//, '');

function findZone(state: AwsState, id: string): HostedZoneState {
  const zone = [...state.hostedZones.values()].find((item) => bareId(item.zone.Id) === bareId(id));
  if (!zone) throw new AwsError('NoSuchHostedZone', `No hosted zone found with ID: ${id}`, 404);
  return zone;
}

function zoneXml({ zone, recordSets }: HostedZoneState): string {
  return element(
    'HostedZone',
    textElement('Id', `/hostedzone/${bareId(zone.Id)}`) +
      textElement('Name', zone.Name) +
      textElement('CallerReference', zone.CallerReference) +
      element(
        'Config',
        textElement('Comment', zone.Config?.Comment) + textElement('PrivateZone', zone.Config?.PrivateZone ?? false),
      ) +
      textElement('ResourceRecordSetCount', recordSets.length),
  );
}

/** A private zone tells its networks instead of its name servers. */
function getZone(zone: HostedZoneState): SandboxResponse {
  const servers = zone.nameServers.map((name) => textElement('NameServer', name)).join('');
  const vpcs = (zone.vpcs ?? []).map(({ VPCRegion, VPCId }) =>
    element('VPC', textElement('VPCRegion', VPCRegion) + textElement('VPCId', VPCId)),
  );
  return document(
    'GetHostedZoneResponse',
    zoneXml(zone) +
      (zone.zone.Config?.PrivateZone === true
        ? element('VPCs', vpcs.join(''))
        : element('DelegationSet', element('NameServers', servers))),
  );
}

function pageSize(query: URLSearchParams, most: number): number {
  const asked = query.get('maxitems');
  if (asked === null) return most;
  if (!/^[1-9]\d*$/.test(asked)) throw new AwsError('InvalidInput', `Invalid MaxItems ${asked}`);
  return Math.min(most, Number(asked));
}

function listZones(state: AwsState, query: URLSearchParams): SandboxResponse {
  const isPrivateOnly = query.get('hostedzonetype') === 'PrivateHostedZone';
  const all = [...state.hostedZones.values()];
  const zones = isPrivateOnly ? all.filter(({ zone }) => zone.Config?.PrivateZone === true) : all;
  const marker = query.get('marker');
  const start = marker === null ? 0 : zones.findIndex((zone) => bareId(zone.zone.Id) === marker);
  if (start < 0) throw new AwsError('InvalidInput', `Invalid marker ${marker}`);
  const size = pageSize(query, 100);
  const next = zones[start + size];
  return document(
    'ListHostedZonesResponse',
    element(
      'HostedZones',
      zones
        .slice(start, start + size)
        .map(zoneXml)
        .join(''),
    ) +
      textElement('Marker', marker ?? '') +
      textElement('IsTruncated', next !== undefined) +
      textElement('NextMarker', next && bareId(next.zone.Id)) +
      textElement('MaxItems', size),
  );
}

function listZonesByName(state: AwsState, query: URLSearchParams): SandboxResponse {
  const key = (zone: HostedZoneState): string => sortKey({ Name: zone.zone.Name, Type: undefined });
  const from = query.get('dnsname');
  const zones = [...state.hostedZones.values()]
    .toSorted((a, b) => (key(a) < key(b) ? -1 : 1))
    .filter((zone) => from === null || key(zone) >= sortKey({ Name: from, Type: undefined }));
  const size = pageSize(query, 100);
  const next = zones[size];
  return document(
    'ListHostedZonesByNameResponse',
    element('HostedZones', zones.slice(0, size).map(zoneXml).join('')) +
      textElement('DNSName', from ?? undefined) +
      textElement('IsTruncated', next !== undefined) +
      textElement('NextDNSName', next?.zone.Name) +
      textElement('NextHostedZoneId', next && bareId(next.zone.Id)) +
      textElement('MaxItems', size),
  );
}

function listRecordSets(zone: HostedZoneState, query: URLSearchParams): SandboxResponse {
  const name = query.get('name');
  const first = sortKey({
    Name: name ?? '',
    Type: (query.get('type') ?? '') as 'A',
    SetIdentifier: query.get('identifier') ?? '',
  });
  const sets = sorted(zone.recordSets).filter((set) => name === null || sortKey(set) >= first);
  const size = pageSize(query, 300);
  const next = sets[size];
  return document(
    'ListResourceRecordSetsResponse',
    element('ResourceRecordSets', sets.slice(0, size).map(recordSetXml).join('')) +
      textElement('IsTruncated', next !== undefined) +
      textElement('NextRecordName', next?.Name) +
      textElement('NextRecordType', next?.Type) +
      textElement('NextRecordIdentifier', next?.SetIdentifier) +
      textElement('MaxItems', size),
  );
}

function changeInfo(changes: Route53Changes, id: string): string {
  const change = changes.find(id);
  if (!change) throw new AwsError('NoSuchChange', `Could not find resource with ID: ${id}`, 404);
  return element(
    'ChangeInfo',
    textElement('Id', `/change/${id}`) +
      textElement('Status', change.status) +
      textElement('SubmittedAt', change.submittedAt.toISOString()),
  );
}

/** Whether a batch makes a custom domain name lead elsewhere: more than another TTL. */
function movesName(state: AwsState, zone: HostedZoneState, batch: readonly RecordChange[]): boolean {
  const names = customDomainNames(state);
  const target = ({ ResourceRecords, AliasTarget }: ResourceRecordSet): string =>
    JSON.stringify([ResourceRecords?.map(({ Value }) => Value), AliasTarget?.DNSName]);
  return batch.some(
    ({ action, set }) =>
      action !== 'DELETE' &&
      names.has(set.Name ?? '') &&
      !zone.recordSets.some((stored) => stored.Name === set.Name && target(stored) === target(set)),
  );
}

/**
 * Fault `dns-edited`: between our read and our write that moves a name, somebody else doubles the TTL of the custom domain
 * names' records. A write that does not repeat what is stored is refused then; any other overwrites their edit.
 */
function edit(state: AwsState, zone: HostedZoneState, changes: Route53Changes): void {
  const names = customDomainNames(state);
  const edited = zone.recordSets.map((set) =>
    set.TTL !== undefined && names.has(set.Name ?? '') ? { ...set, TTL: set.TTL * 2 } : set,
  );
  changes.store(zone, edited);
}

const customDomainNames = (state: AwsState): Set<string> => new Set([...state.domainNames.keys()].map(storedName));
