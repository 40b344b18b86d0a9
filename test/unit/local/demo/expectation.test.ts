import { expect, it } from 'vitest';
import { statesOf, targetShareIn, type DemoDocument } from '../../../../src/local/demo/document.ts';
import { exitCodeOf } from '../../../../src/local/demo/expectation.ts';
import { readOptions, type DemoOptions } from '../../../../src/local/demo/options.ts';

const RAW = { from: [], json: true };
const options = (raw: object = {}): DemoOptions => {
  const read = readOptions({ ...RAW, ...raw });
  if (typeof read === 'string') throw new Error(read);
  return read;
};

const COMMITTED: DemoDocument = {
  outcome: 'committed',
  states: [],
  ledger: null,
  steps: { done: 9, total: 9 },
  callers: [
    { phase: 'before', side: 'source', requests: 1200, errors: 0 },
    { phase: 'committed', side: 'target', requests: 1100, errors: 0 },
  ],
  targetShare: 1,
  dns: { before: {}, after: {} },
  dnsRestored: false,
  leftovers: [],
  requestsPerService: {},
  seconds: 50,
};
const ROLLED_BACK: DemoDocument = { ...COMMITTED, outcome: 'rolled-back', targetShare: 0, dnsRestored: true };

it.each<[string, object, DemoDocument, number]>([
  ['committed as asked', {}, COMMITTED, 0],
  ['rolled back unasked', {}, ROLLED_BACK, 1],
  ['rejected', { reject: 'cutover' }, ROLLED_BACK, 0],
  ['committed although rejected', { reject: 'cutover' }, COMMITTED, 1],
  ['a fault that must roll back', { fault: ['target-5xx'] }, ROLLED_BACK, 0],
  ['a fault that must freeze, but rolled back', { fault: ['no-data'] }, ROLLED_BACK, 1],
  ['a definition that cannot be carried', { from: ['api.json'] }, { ...ROLLED_BACK, outcome: 'blocked' }, 3],
  ['a definition that ended cancelled', { from: ['api.json'] }, { ...ROLLED_BACK, outcome: 'cancelled' }, 1],
])('%s', (_name, raw, document, code) => {
  expect(exitCodeOf(options(raw), document, []).code).toBe(code);
});

it.each<[string, object, Partial<DemoDocument>, string[], RegExp]>([
  [
    'too few requests on one side',
    {},
    { callers: [{ phase: 'x', side: 'source', requests: 5000, errors: 0 }] },
    [],
    /only 0/,
  ],
  ['an error of a caller', {}, { callers: COMMITTED.callers.map((row) => ({ ...row, errors: 1 })) }, [], /2 errors/],
  ['traffic left on the source', {}, { targetShare: 0.9 }, [], /90.0 %/],
  ['something left behind', { reject: 'plan' }, { ...ROLLED_BACK, leftovers: ['apis/x'] }, [], /apis\/x/],
  ['DNS that is not as it was', { reject: 'plan' }, { ...ROLLED_BACK, dnsRestored: false }, [], /DNS/],
  ['a connection that left this machine', {}, {}, ['12 a connection to 192.0.2.1'], /192\.0\.2\.1/],
])('fails a demo for %s', (_name, raw, change, leaks, message) => {
  const { code, problems } = exitCodeOf(options(raw), { ...COMMITTED, ...change }, leaks);
  expect([code, problems.join()]).toEqual([1, expect.stringMatching(message)]);
});

it('expects callers to notice a fault of the target', () => {
  const callers = ROLLED_BACK.callers.map((row) => ({ ...row, errors: 3 }));
  expect(exitCodeOf(options({ fault: ['target-5xx'] }), { ...ROLLED_BACK, callers }, []).code).toBe(0);
});

it.each([
  [{ reject: 'cutover', cancel: 'importing' }, 'exclude'],
  [{ fault: ['target-5xx', 'no-data'] }, 'exclude'],
  [{ reject: 'everything' }, 'plan, cutover or commit'],
  [{ cancel: 'committed' }, 'accepted, discovering'],
  [{ fault: ['earthquake'] }, 'target-5xx'],
])('refuses %j and says what it takes', (raw, message) => {
  expect(readOptions({ ...RAW, ...raw })).toContain(message);
});

it('tells the states of a run from its audit log, each change once', () => {
  const audit = ['run requested', 'state discovering', 'approve plan', 'state discovering', 'state planning'];
  const entries = audit.map((what, index) => ({ at: `t${index}`, what }));
  expect(statesOf(entries)).toEqual([
    { state: 'accepted', at: 't0' },
    { state: 'discovering', at: 't1' },
    { state: 'planning', at: 't4' },
  ]);
});

it('takes the share of a phase without requests as none', () => {
  expect(targetShareIn('committed', COMMITTED.callers)).toBe(1);
  expect(targetShareIn('elsewhere', COMMITTED.callers)).toBe(0);
});
