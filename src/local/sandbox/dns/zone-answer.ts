import type { HostedZone, ResourceRecordSet } from '@aws-sdk/client-route-53';
import type { Answer, RecordType, StringAnswer } from 'dns-packet';

/** A zone as one server knows it. */
export interface ZoneView {
  readonly zone: HostedZone;
  readonly recordSets: readonly ResourceRecordSet[];
}

/** A name outside the hosted zones that the sandbox answers for: a cloud's own gateway names. */
export interface SyntheticName {
  /** Every name below this suffix, such as `azure-api.net`. */
  readonly suffix: string;
  readonly address: string;
  readonly ttlSeconds: number;
}

export interface ZoneAnswer {
  readonly rcode: 'NOERROR' | 'NXDOMAIN' | 'REFUSED';
  readonly answers: readonly Answer[];
  readonly authorities: readonly Answer[];
}

/** CNAMEs and aliases are followed this often at most; a longer chain is a loop. */
const CHAIN_LIMIT = 8;
/** TTL of an alias record's answer where the target has none of ours (Route 53 guide: 60 s for API Gateway). */
const ALIAS_TTL_SECONDS = 60;

/** Answers one question from the zones and synthetic names. `random` (0 <= r < 1) picks among weighted record sets. */
export function answerQuestion(
  question: { readonly name: string; readonly type: RecordType },
  zones: readonly ZoneView[],
  synthetic: readonly SyntheticName[],
  random: () => number,
): ZoneAnswer {
  const answers: Answer[] = [];
  let name = canonicalName(question.name);
  for (let hop = 0; hop < CHAIN_LIMIT; hop += 1) {
    const known = synthetic.find((entry) => name.endsWith(`.${entry.suffix}.`));
    if (known) {
      if (question.type === 'A')
        answers.push({ type: 'A', name: plain(name), ttl: known.ttlSeconds, data: known.address });
      return { rcode: 'NOERROR', answers, authorities: [] };
    }
    const zone = zoneOf(name, zones);
    if (!zone) return { rcode: hop === 0 ? 'REFUSED' : 'NOERROR', answers, authorities: [] };
    const atName = zone.recordSets.filter((set) => canonicalName(set.Name ?? '') === name);
    const exact = pick(
      atName.filter((set) => set.Type === question.type),
      random,
    );
    if (exact?.AliasTarget) {
      const target = exact.AliasTarget.DNSName ?? '';
      const resolved = answerQuestion({ name: target, type: question.type }, zones, synthetic, random);
      for (const found of resolved.answers)
        if (found.type === question.type) answers.push({ ...found, name: plain(name), ttl: aliasTtl(found) } as Answer);
      return negativeUnless(answers, zone, 'NOERROR');
    }
    if (exact) return { rcode: 'NOERROR', answers: [...answers, ...recordsOf(exact)], authorities: [] };
    const cname = pick(
      atName.filter((set) => set.Type === 'CNAME'),
      random,
    );
    const target = cname?.ResourceRecords?.[0]?.Value;
    if (!cname || target === undefined)
      return negativeUnless(answers, zone, isKnown(name, zone) || hop > 0 ? 'NOERROR' : 'NXDOMAIN');
    answers.push(...recordsOf(cname));
    name = canonicalName(target);
  }
  return { rcode: 'NOERROR', answers, authorities: [] };
}

function negativeUnless(answers: readonly Answer[], zone: ZoneView, rcode: 'NOERROR' | 'NXDOMAIN'): ZoneAnswer {
  if (answers.length > 0) return { rcode: 'NOERROR', answers, authorities: [] };
  const soa = zone.recordSets.filter((set) => set.Type === 'SOA');
  return { rcode, answers, authorities: soa.flatMap(recordsOf) };
}

function aliasTtl(found: Answer): number {
  return (found as StringAnswer).ttl ?? ALIAS_TTL_SECONDS;
}

/** An empty non-terminal exists as well (RFC 8020): NODATA, not NXDOMAIN. */
function isKnown(name: string, zone: ZoneView): boolean {
  return zone.recordSets.some((set) => {
    const owner = canonicalName(set.Name ?? '');
    return owner === name || owner.endsWith(`.${name}`);
  });
}

function zoneOf(name: string, zones: readonly ZoneView[]): ZoneView | undefined {
  const covering = zones.filter(({ zone }) => {
    const apex = canonicalName(zone.Name ?? '');
    return name === apex || name.endsWith(`.${apex}`);
  });
  return covering.sort((one, other) => (other.zone.Name ?? '').length - (one.zone.Name ?? '').length)[0];
}

/** Weighted sets: each in proportion to its weight; all 0 means equal traffic to all (Route 53 guide, Weighted). */
function pick(sets: readonly ResourceRecordSet[], random: () => number): ResourceRecordSet | undefined {
  if (sets.length < 2) return sets[0];
  const weights = sets.map((set) => set.Weight ?? 0);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (total === 0) return sets[Math.floor(random() * sets.length)];
  let left = random() * total;
  for (const [index, weight] of weights.entries()) {
    if (left < weight) return sets[index];
    left -= weight;
  }
  return sets.at(-1);
}

function recordsOf(set: ResourceRecordSet): Answer[] {
  return (set.ResourceRecords ?? []).map(({ Value }) => recordOf(set, Value ?? ''));
}

function recordOf(set: ResourceRecordSet, value: string): Answer {
  const common = { name: plain(canonicalName(set.Name ?? '')), ttl: set.TTL ?? ALIAS_TTL_SECONDS };
  switch (set.Type) {
    case 'A':
    case 'AAAA':
      return { ...common, type: set.Type, data: value };
    case 'CNAME':
    case 'NS':
    case 'PTR':
      return { ...common, type: set.Type, data: plain(canonicalName(value)) };
    case 'TXT':
      return {
        ...common,
        type: 'TXT',
        data: [...value.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map((match) => match[1] ?? ''),
      };
    case 'SOA': {
      const [mname = '', rname = '', serial, refresh, retry, expire, minimum] = value.split(/\s+/);
      const data = { mname: plain(mname), rname: plain(rname), serial: Number(serial), refresh: Number(refresh) };
      return {
        ...common,
        type: 'SOA',
        data: { ...data, retry: Number(retry), expire: Number(expire), minimum: Number(minimum) },
      };
    }
    case 'MX': {
      const [preference, exchange = ''] = value.split(/\s+/);
      return { ...common, type: 'MX', data: { preference: Number(preference), exchange: plain(exchange) } };
    }
    default:
      throw new Error(`The sandbox's DNS does not serve ${set.Type ?? 'untyped'} records (${common.name})`);
  }
}

/** Lower case, with the trailing dot. */
export function canonicalName(name: string): string {
  const lower = name.toLowerCase();
  return lower.endsWith('.') ? lower : `${lower}.`;
}

function plain(name: string): string {
  return name.replace(/\.$/, '');
}
