import type { ArmDisturbance } from '../../../src/local/sandbox/azure/disturbances.ts';
import type { Crash } from './life.ts';

/** What a fault comes to: the step is done all the same, its unit is undone, or it stays closed as far as it came. */
export type Ending = 'done' | 'undone' | 'stuck';

/** Something that goes wrong at one step. */
export interface Fault {
  readonly name: string;
  /** Of requests to Azure Resource Manager; without it the process dies. */
  readonly order?: Pick<ArmDisturbance, 'answer' | 'code' | 'retryAfterSeconds' | 'times'>;
  readonly crash?: Crash;
  /** What is disturbed: the write, or what is read before or after it. */
  readonly request: 'write' | 'read';
  readonly ending: Ending;
}

/** More often than an activity is tried, with all that the SDK tries. */
const FOR_EVER = 1_000;

/** Of a request that gets an answer, or loses it at once. */
export const FAULTS: readonly Fault[] = [
  { name: '400', order: { answer: 400 }, request: 'write', ending: 'undone' },
  { name: '409 in progress', order: { answer: 409 }, request: 'write', ending: 'done' },
  { name: '409 locked', order: { answer: 409, code: 'ScopeLocked' }, request: 'write', ending: 'undone' },
  { name: '412', order: { answer: 412 }, request: 'write', ending: 'undone' },
  { name: '429', order: { answer: 429, retryAfterSeconds: 0, times: 6 }, request: 'write', ending: 'done' },
  { name: '500', order: { answer: 500, times: 6 }, request: 'write', ending: 'done' },
  { name: '500 for ever', order: { answer: 500, times: FOR_EVER }, request: 'write', ending: 'stuck' },
  { name: 'reset before apply', order: { answer: 'closed-before' }, request: 'write', ending: 'done' },
  { name: 'reset after apply', order: { answer: 'closed-after' }, request: 'write', ending: 'done' },
  { name: 'read 403', order: { answer: 403 }, request: 'read', ending: 'undone' },
  { name: 'read 500', order: { answer: 500, times: 6 }, request: 'read', ending: 'done' },
];

/** Of the process. It takes all others with it, so that nothing else goes wrong beside it. */
export const CRASHES: readonly Fault[] = [
  { name: 'crash before', crash: 'before', request: 'write', ending: 'done' },
  { name: 'crash after', crash: 'after', request: 'write', ending: 'done' },
];

/** Of a request that nobody answers. */
export const SILENCES: readonly Fault[] = [
  { name: 'timeout before apply', order: { answer: 'silent-before' }, request: 'write', ending: 'done' },
  { name: 'timeout after apply', order: { answer: 'silent-after' }, request: 'write', ending: 'done' },
  { name: 'read timeout', order: { answer: 'silent-before' }, request: 'read', ending: 'done' },
];
