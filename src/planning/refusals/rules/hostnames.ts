import type { Step } from '../../../model/plan.ts';
import { generationOf } from '../../../model/tier.ts';
import { isObject } from '../import-document.ts';
import type { PlannedWrites } from '../planned-writes.ts';
import { refused, type Refused, type RefusalRule } from '../refusal-rule.ts';

const HOST_NAME = /^(?=.{1,253}$)(?:\*\.)?(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,62}$/i;
const VAULT_NAME = /^[0-9a-zA-Z-]{1,127}$/;
/** Certificates of authorities that a service holds. */
const MOST_AUTHORITIES = 10;

const objectsOf = (step: Step, member: string): readonly Readonly<Record<string, unknown>>[] => {
  const value = step.payload[member];
  return Array.isArray(value) ? value.filter(isObject) : [];
};

/** Names of the gateway are names, each once, each with a certificate that the plan brings into the vault before. */
export const hostnames: RefusalRule = {
  code: 'HOSTNAME-REFUSED',
  source: 'Microsoft Learn, custom domains and custom CA certificates; Key Vault contract 7.5, certificate-name',
  checked: '2026-11-29',
  remedy: 'Give the name a certificate that can be carried, or leave it out of the wave.',
  *refusals({ steps, tier }: PlannedWrites): Iterable<Refused> {
    const inVault = new Set<string>();
    const authorities = new Set<string>();
    for (const step of steps) {
      if (step.kind === 'transfer-certificate') {
        const name = String(step.payload['name']);
        if (!VAULT_NAME.test(name)) yield refused(step, `the certificate ${name}`, 'a vault takes no such name');
        inVault.add(name.toLowerCase());
      }
      if (step.kind !== 'bind-hostnames') continue;
      const seen = new Set<string>();
      for (const { hostName, certificate } of objectsOf(step, 'hostnames')) {
        const name = String(hostName);
        if (!HOST_NAME.test(name)) yield refused(step, `the host name ${name}`, 'it is no host name');
        if (seen.has(name.toLowerCase())) yield refused(step, `the host name ${name}`, 'it is bound twice');
        seen.add(name.toLowerCase());
        if (!inVault.has(String(certificate).toLowerCase()))
          yield refused(
            step,
            `the host name ${name}`,
            `nothing brings its certificate ${String(certificate)} into the vault`,
          );
      }
      const own = objectsOf(step, 'authorities');
      for (const { thumbprint } of own) authorities.add(String(thumbprint).toUpperCase());
      if (own.length > 0 && generationOf(tier) !== 'classic')
        yield refused(step, 'authorities of callers', `the ${tier} tier holds none`);
      if (authorities.size > MOST_AUTHORITIES)
        yield refused(step, 'authorities of callers', `a service holds ${MOST_AUTHORITIES} at most`);
    }
  },
};
