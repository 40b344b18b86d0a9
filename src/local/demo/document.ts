import type { Ledger } from '../../model/plan.ts';
import type { RunState } from '../../model/run.ts';
import type { CallerCount, DnsView } from '../environment/control.ts';
import type { DemoOutcome } from './options.ts';

export interface StateAt {
  readonly state: RunState;
  readonly at: string;
}

/** What `crossgate demo --json` prints, and nothing else (docs: architecture, CLI). */
export interface DemoDocument {
  readonly outcome: DemoOutcome;
  readonly states: readonly StateAt[];
  readonly ledger: Ledger | null;
  readonly steps: { readonly done: number; readonly total: number };
  readonly callers: readonly CallerCount[];
  /** Share of the requests that the target served in the last phase, after the run had ended. */
  readonly targetShare: number;
  readonly dns: { readonly before: DnsView; readonly after: DnsView };
  readonly dnsRestored: boolean;
  /** What a run that did not commit left behind. */
  readonly leftovers: readonly string[];
  readonly requestsPerService: Readonly<Record<string, number>>;
  readonly seconds: number;
}

/** The target's share of the requests of a phase; 0 without any. */
export function targetShareIn(phase: string, callers: readonly CallerCount[]): number {
  const rows = callers.filter((row) => row.phase === phase);
  const total = rows.reduce((sum, row) => sum + row.requests, 0);
  const target = rows.filter(({ side }) => side === 'target').reduce((sum, row) => sum + row.requests, 0);
  return total === 0 ? 0 : target / total;
}

interface AuditEntry {
  readonly at: string;
  readonly what: string;
}

/** The states of a run with their times, from its audit log: also those that no poll saw. */
export function statesOf(entries: readonly AuditEntry[]): StateAt[] {
  const states: StateAt[] = [];
  for (const { at, what } of entries) {
    const state = what === 'run requested' ? 'accepted' : /^state (\S+)$/.exec(what)?.[1];
    if (state !== undefined && states.at(-1)?.state !== state) states.push({ state: state as RunState, at });
  }
  return states;
}
