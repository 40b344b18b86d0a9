import type { DnsChange, DnsRecordSet } from '../model/dns.ts';

/** A hosted zone at its provider. Names are lower case, without the trailing dot. */
export interface DnsZones {
  /** All record sets of one name, canonical. */
  recordSets(zone: string, name: string): Promise<readonly DnsRecordSet[]>;
  /**
   * Compare-and-swap in one batch. @throws FailureError `conflict` when the zone no longer holds what the change removes.
   * Returns the provider's id of the change.
   */
  change(zone: string, change: DnsChange): Promise<{ readonly changeId: string }>;
  isInSync(changeId: string): Promise<boolean>;
  /** Names of the zone's authoritative servers. */
  nameServers(zone: string): Promise<readonly string[]>;
}

/** What one authoritative server answered. `addresses` holds the end of the CNAME chain where the server knew it. */
export interface DnsAnswer {
  readonly server: string;
  readonly authoritative: boolean;
  readonly cname?: string;
  readonly addresses: readonly string[];
  /** Seconds. */
  readonly ttl?: number;
  /** Seconds that a missing name may be remembered (SOA minimum), in a negative answer. */
  readonly negativeTtl?: number;
}

/** Asks DNS servers themselves: the system's resolver hides authority and negative TTLs. */
export interface DnsQueries {
  /** Every authoritative server of the zone is asked; one that does not answer is left out and named in `silent`. */
  ask(
    name: string,
    nameServers: readonly string[],
  ): Promise<{ readonly answers: readonly DnsAnswer[]; readonly silent: readonly string[] }>;
  /** IPv4 and IPv6 addresses of a name, by recursion. */
  addresses(name: string): Promise<readonly string[]>;
}
