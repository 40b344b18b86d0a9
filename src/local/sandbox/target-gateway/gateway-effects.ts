import { randomUUID } from 'node:crypto';
import type { SimulatorEffects } from '../../../simulator/effects.ts';
import { memoryCache, memoryCounters, memoryValues } from '../../../simulator/memory.ts';
import { identityToken } from './managed-identity.ts';
import { documentTest } from '../json-schema.ts';
import { readCertificate } from './read-certificate.ts';
import { verifyJwt } from './verify-jwt.ts';

/** What a gateway asks of the network. */
type Network = Pick<SimulatorEffects, 'send' | 'fetchJson'>;

/** The effects of one gateway of this machine: its clock, chance and keys, with counters and a cache of its own. */
export function gatewayEffects(network: Network): SimulatorEffects {
  return {
    ...network,
    verifyJwt,
    identityToken: (resource) => Promise.resolve(identityToken(resource, Date.now())),
    matchesSchema: (document, reference, value) => documentTest(document, reference)(value),
    readCertificate,
    now: () => Date.now(),
    random: () => Math.random(),
    newId: () => randomUUID(),
    counters: memoryCounters(),
    cache: memoryCache(),
    values: memoryValues(),
  };
}
