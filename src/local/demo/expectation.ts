import type { FaultKind } from '../sandbox/faults.ts';
import type { DemoDocument } from './document.ts';
import type { DemoOptions, DemoOutcome } from './options.ts';

/**
 * Where each fault must lead (docs: cutover-and-saga, sections 2 to 4): errors of the target and refused access roll back; what
 * nobody can see and what is slower than before freezes (`blocked`); a name that somebody else edited is left alone, so a person
 * must look; what only takes longer still commits.
 */
const BY_FAULT: Readonly<Record<FaultKind, readonly DemoOutcome[]>> = {
  'target-5xx': ['rolled-back'],
  'target-auth': ['rolled-back'],
  'target-1pct': ['rolled-back', 'blocked'],
  'target-slow': ['blocked'],
  'import-400': ['rolled-back'],
  'no-data': ['blocked'],
  'dns-edited': ['rolled-back', 'blocked'],
  'dns-lag': ['committed'],
  'certificate-missing': ['rolled-back', 'blocked'],
  'throttled': ['committed'],
};

/** Faults that callers notice: what the target answers until it is left again. */
const NOTICED: readonly FaultKind[] = ['target-5xx', 'target-1pct', 'target-auth', 'target-slow', 'dns-edited'];

/** Outcomes that the flags call for; any when somebody's own definitions decide. */
export function outcomesFor(options: DemoOptions): readonly DemoOutcome[] {
  if (options.reject !== undefined) return ['rolled-back'];
  if (options.cancel !== undefined) return ['cancelled'];
  if (options.fault !== undefined) return BY_FAULT[options.fault];
  return ['committed'];
}

/** Requests that must have been seen: by each side when traffic moved for good, by both together when it came back. */
export const REQUESTS_NEEDED = 1_000;

/**
 * Exit status of a demo that came to its end: 0 when the outcome is what its flags call for and every promise was kept. With
 * somebody's own definitions a run may also be held or taken back by findings, which is status 3.
 */
export function exitCodeOf(
  options: DemoOptions,
  document: DemoDocument,
  leaks: readonly string[],
): { readonly code: number; readonly problems: readonly string[] } {
  const problems = brokenPromises(options, document, leaks);
  const { outcome } = document;
  if (outcomesFor(options).includes(outcome)) return { code: problems.length === 0 ? 0 : 1, problems };
  const isHeld = outcome === 'blocked' || outcome === 'rolled-back';
  const wanted = `the run ended ${outcome}, not ${outcomesFor(options).join(' or ')}`;
  return { code: options.definitions.length > 0 && isHeld ? 3 : 1, problems: [wanted, ...problems] };
}

/** What a demo promised and did not keep, for people; empty when it kept everything. */
function brokenPromises(options: DemoOptions, document: DemoDocument, leaks: readonly string[]): string[] {
  const { outcome, callers, dnsRestored, leftovers, targetShare } = document;
  const on = (side: string) => callers.filter((row) => row.side === side).reduce((sum, row) => sum + row.requests, 0);
  const errors = callers.reduce((sum, row) => sum + row.errors, 0);
  const moved = outcome === 'committed';
  const seen = moved ? Math.min(on('source'), on('target')) : on('source') + on('target');
  const mayNotice = options.fault !== undefined && NOTICED.includes(options.fault);
  const isEdited = options.fault === 'dns-edited';
  // Of somebody's own definition nothing may be callable without knowledge of it.
  const nobodyCalls = options.definitions.length > 0 && callers.length === 0;
  const checks: [boolean, string][] = [
    [
      seen >= REQUESTS_NEEDED || nobodyCalls,
      `only ${seen} requests were seen${moved ? ' by one side' : ''}, ${REQUESTS_NEEDED} needed`,
    ],
    [errors === 0 || mayNotice, `callers got ${errors} errors`],
    [!moved || targetShare === 1, `the target serves ${(targetShare * 100).toFixed(1)} % of the traffic at the end`],
    [moved || targetShare === 0, `the target still serves ${(targetShare * 100).toFixed(1)} % of the traffic`],
    [moved || dnsRestored || isEdited, 'DNS is not what it was'],
    [leftovers.length === 0, `${leftovers.length} resources were left: ${leftovers.slice(0, 5).join(', ')}`],
    [leaks.length === 0, `${leaks.length} attempts to leave this machine: ${leaks.slice(0, 3).join('; ')}`],
  ];
  return checks.filter(([kept]) => !kept).map(([, message]) => message);
}
