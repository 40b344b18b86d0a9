import * as z from 'zod';

/**
 * A DNS record set of any provider, in its canonical form: lower-case name without trailing dot, values sorted.
 * An alias (Route 53) has no TTL and no values of its own.
 */
export const dnsRecordSet = z
  .object({
    name: z.string(),
    type: z.string(),
    /** Seconds; absent on an alias. */
    ttl: z.number().int().optional(),
    values: z.array(z.string()).readonly(),
    alias: z
      .object({ hostedZoneId: z.string(), dnsName: z.string(), evaluateTargetHealth: z.boolean() })
      .readonly()
      .optional(),
    /** Of weighted, failover, latency and geo sets: all members that Route 53 stores beside the values, as stored. */
    routing: z.record(z.string(), z.unknown()).readonly().optional(),
  })
  .readonly();
export type DnsRecordSet = z.infer<typeof dnsRecordSet>;

/**
 * A compare-and-swap of record sets: `remove` must be exactly what the zone holds, or the whole change is refused;
 * never an upsert (docs: cutover-and-saga, CAS).
 */
export interface DnsChange {
  readonly remove: readonly DnsRecordSet[];
  readonly create: readonly DnsRecordSet[];
}
