import * as z from 'zod';
import { inverse, progressOf } from '../cutover/dns-change.ts';
import { dnsRecordSet, type DnsRecordSet } from '../model/dns.ts';
import { FailureError } from '../model/outcome.ts';
import { defineStepKind, DONE, undoOf, type Progress, type StepPorts } from './step-kind.ts';

const payload = z.object({
  zone: z.string(),
  name: z.string(),
  change: z.object({ remove: z.array(dnsRecordSet), create: z.array(dnsRecordSet) }),
  /**
   * When the change counts as made: `accepted` by the provider, for a change whose effect the run watches and judges from its
   * first moment; or `settled`, in sync at the provider and for `settleSeconds` longer, when no cache holds what was there before.
   */
  until: z.enum(['accepted', 'settled']),
  settleSeconds: z.number(),
});
type Payload = z.infer<typeof payload>;

/** What is left to wait for: the provider's own propagation, then the caches. */
const waiting = z.object({ changeId: z.string(), settledAt: z.string().optional() });

const running = (state: z.infer<typeof waiting>): Progress => ({ state: 'running', operation: JSON.stringify(state) });

/**
 * Changes where a name points, or its TTL, by compare-and-swap. A change that is there already is not sent again; a record that
 * is neither what was planned from nor what is planned for was edited by somebody else, and stays untouched.
 */
export const changeDns = defineStepKind<Payload, { readonly recordSets: readonly DnsRecordSet[] }>({
  kind: 'change-dns',
  payload,
  isDone: async ({ zone, name, change }, { dnsZones }) =>
    progressOf(change, await dnsZones.recordSets(zone, name)) === 'done',
  capture: async ({ zone, name }, { dnsZones }) => ({ recordSets: await dnsZones.recordSets(zone, name) }),
  async apply(step, ports) {
    const { zone, name, change } = step;
    const state = progressOf(change, await ports.dnsZones.recordSets(zone, name));
    if (state === 'conflict') {
      const message = `the records of ${name} in ${zone} were edited by somebody else since they were read; nothing was written`;
      throw new FailureError({ kind: 'conflict', code: 'DNS-EDITED', message, at: name });
    }
    if (state === 'done') return step.until === 'accepted' ? DONE : settle(step, ports);
    const { changeId } = await ports.dnsZones.change(zone, change);
    return step.until === 'accepted' ? DONE : running({ changeId });
  },
  async proceed(operation, step, ports) {
    const { changeId, settledAt } = waiting.parse(JSON.parse(operation));
    if (settledAt !== undefined) return ports.now() >= new Date(settledAt) ? DONE : running({ changeId, settledAt });
    return (await ports.dnsZones.isInSync(changeId)) ? settle(step, ports, changeId) : running({ changeId });
  },
  compensate(step) {
    const { change, ...rest } = payload.parse(step.payload);
    return undoOf(step, 'change-dns', `put the records of ${rest.name} back as they were`, {
      ...rest,
      // What the name led to is taken away next: nobody may hold it any more by then.
      until: 'settled',
      change: inverse(change),
    });
  },
});

function settle({ settleSeconds }: Payload, ports: StepPorts, changeId = 'found'): Progress {
  if (settleSeconds === 0) return DONE;
  const settledAt = new Date(ports.now().getTime() + settleSeconds * 1000).toISOString();
  return running({ changeId, settledAt });
}
