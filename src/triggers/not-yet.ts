import type { RunRequest } from '../model/run.ts';
import type { Mistake } from './mistakes.ts';

/**
 * What run.json may say and this version does not carry out: refused before a run starts, not found out half-way through one.
 * Strategies of host names are missing here because the plan turns them into findings.
 */
export function notYet({ mode, source, dns }: Pick<RunRequest, 'mode' | 'source' | 'dns'>): readonly Mistake[] {
  const mistakes: Mistake[] = [];
  if (mode === 'rehearse' || mode === 'repoint')
    mistakes.push({
      pointer: '/mode',
      detail: `"${mode}" is not carried out by this version yet: use "migrate", which changes nothing until its plan is approved, or "plan", which changes nothing at all`,
    });
  for (const [index, each] of source.entries())
    if ('snapshot' in each)
      mistakes.push({
        pointer: `/source/${index}/snapshot`,
        detail: 'snapshots are not read by this version yet: give the account and the region',
      });
  for (const [index, { provider }] of dns.entries())
    if (provider !== 'route53')
      mistakes.push({
        pointer: `/dns/${index}/provider`,
        detail: `"${provider}" is not served by this version yet: only zones of route53 are; leave the zone and its host names out`,
      });
  return mistakes;
}
