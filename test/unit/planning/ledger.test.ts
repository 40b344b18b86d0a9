import { describe, expect, it } from 'vitest';
import type { Construct } from '../../../src/model/construct.ts';
import type { LedgerColumn, LedgerEntry } from '../../../src/model/plan.ts';
import { account, unclaimedFinding } from '../../../src/planning/ledger.ts';

const entry = (pointer: string, column: LedgerColumn, openDecision = false): LedgerEntry => ({
  at: { arn: 'arn:aws:apigateway:us-east-1::/restapis/a1', pointer },
  construct: 'route',
  column,
  openDecision,
  feature: 'routes',
});
const route = (pointer: string): Construct => ({ kind: 'route', at: entry(pointer, 'translated').at });

describe('ledger', () => {
  it('adds up, and leaves open decisions out of what is carried without one', () => {
    const entries = [
      entry('/1', 'translated'),
      entry('/2', 'differs'),
      entry('/3', 'differs', true),
      entry('/4', 'manual'),
      entry('/5', 'blocked'),
    ];
    expect(account(['/1', '/2', '/3', '/4', '/5'].map(route), entries).ledger).toEqual({
      total: 5,
      translated: 1,
      differs: 2,
      manual: 1,
      blocked: 1,
      carried: 3,
      carriedNoDecision: 2,
    });
  });

  it('blocks a construct that nobody claimed, and still balances', () => {
    const { ledger, unclaimed, entries } = account([route('/1'), route('/2')], [entry('/1', 'translated')]);
    expect(ledger).toMatchObject({ total: 2, translated: 1, blocked: 1 });
    expect(unclaimed).toEqual([route('/2')]);
    expect(entries[1]).toMatchObject({ at: { pointer: '/2' }, column: 'blocked', feature: 'ledger' });
    expect(unclaimedFinding(route('/2'))).toMatchObject({ severity: 'blocker', at: { pointer: '/2' } });
  });

  it('is a defect when a construct came twice or from nowhere', () => {
    expect(() => account([route('/1')], [entry('/1', 'translated'), entry('/1', 'manual')])).toThrow('entered twice');
    expect(() => account([], [entry('/1', 'translated')])).toThrow('not in the source');
    expect(() => account([route('/1'), route('/1')], [])).toThrow('counted a construct twice');
  });
});
