import { describe, expect, it } from 'vitest';
import { ALL_FEATURES, type Features } from '../../../src/features/registry.ts';
import type { AwsInventory } from '../../../src/model/aws-inventory.ts';
import { sourceKey } from '../../../src/model/source-ref.ts';
import { assess } from '../../../src/planning/build-plan.ts';
import { assessmentRequest } from '../../../src/planning/assessment-request.ts';
import { ACCOUNT_TABLES } from '../../support/fields-around-apis.ts';
import { THING_TABLES } from '../../support/fields-of-account.ts';
import { API_TABLES, integrated } from '../../support/fields-of-apis.ts';
import { at, PLAIN, type FieldTable, type Shown } from '../../support/source-fields.ts';

function assessed(source: AwsInventory, features: Features = ALL_FEATURES) {
  return assess({ inventory: source, ...assessmentRequest(source), targetDigest: 'sha256:none', features });
}

/** What an assessment says: findings, constructs, steps; without where they are. */
function said(source: AwsInventory): Map<string, string> {
  const { plan: made, entries } = assessed(source);
  const all = new Map<string, string>();
  const add = (name: string, value: unknown): void =>
    void all.set(name, `${all.get(name) ?? ''}${JSON.stringify(value)}`);
  for (const { code, message } of made.findings) add(code, message);
  for (const { construct, column, feature } of entries) add(construct, [column, feature]);
  add(
    'plan',
    made.steps.map(({ kind, payload }) => [kind, payload]),
  );
  return all;
}

const TABLES: readonly [string, FieldTable][] = [...API_TABLES, ...ACCOUNT_TABLES, ...THING_TABLES];
const shownIn = (fields: FieldTable): [string, Shown][] =>
  Object.entries(fields).filter((each): each is [string, Shown] => typeof each[1] !== 'string');

describe.each(TABLES)('every field of %s', (_of, fields) => {
  it.each(shownIn(fields))('%s is accounted for', (_name, { from = PLAIN, to, shows }) => {
    const [before, after] = [said(from), said(to)];
    expect([...after.keys()]).toContain(shows);
    expect(after.get(shows)).not.toBe(before.get(shows));
    const { ledger } = assessed(to).plan;
    expect(ledger.total).toBe(ledger.translated + ledger.differs + ledger.manual + ledger.blocked);
  });
});

describe('a feature that is taken away', () => {
  const mock = { type: 'MOCK', requestTemplates: { 'application/json': '{"statusCode":200}' } } as const;
  const answer = { at: at('r'), statusCode: '200', responseParameters: {}, responseTemplates: {} };
  const mocked = integrated({ ...mock, responses: [answer] });
  const everything = [mocked, ...TABLES.flatMap(([, fields]) => shownIn(fields).map(([, { to }]) => to))];
  const entered = everything.map((source) => ({ source, entries: assessed(source).entries }));

  // Overrides, and functions and services that API Management calls or asks, are a person's: an assessment has none (test/features of
  // these names).
  const BY_PEOPLE = ['override', 'lambda-integration', 'lambda-authorizer', 'service-integration'];
  const claiming = ALL_FEATURES.api.filter(({ id, claims }) => claims.length > 0 && !BY_PEOPLE.includes(id));

  it.each(claiming.map((feature) => [feature.id, feature] as const))(
    '%s leaves its constructs blocked, each with a finding',
    (id, feature) => {
      const others = { ...ALL_FEATURES, api: ALL_FEATURES.api.filter((each) => each !== feature) };
      const own = entered.filter(({ entries }) => entries.some((entry) => entry.feature === id));
      expect(own.length).toBeGreaterThan(0);
      for (const { source, entries } of own) {
        const without = assessed(source, others);
        expect(without.plan.ledger.total).toBe(entries.length);
        for (const { at: place, construct } of entries.filter((entry) => entry.feature === id)) {
          const now = without.entries.find(
            (entry) => entry.construct === construct && sourceKey(entry.at) === sourceKey(place),
          );
          expect(now).toMatchObject({ column: 'blocked' });
          expect(
            without.plan.findings.some(
              ({ code, at: where }) => code === 'UNCLAIMED' && sourceKey(where) === sourceKey(place),
            ),
          ).toBe(true);
        }
      }
    },
  );

  it.each(ALL_FEATURES.account.map((feature) => [feature.id, feature] as const))(
    '%s of the account says nothing any more',
    (_id, feature) => {
      const others = { ...ALL_FEATURES, account: ALL_FEATURES.account.filter((each) => each !== feature) };
      const codes = Object.keys(feature.findings);
      const of = (source: AwsInventory, features: Features): string[] =>
        assessed(source, features)
          .plan.findings.map(({ code }) => code)
          .filter((code) => codes.includes(code));
      const said = new Set(everything.flatMap((source) => of(source, ALL_FEATURES)));
      expect([...said].sort()).toEqual(codes.toSorted());
      expect(everything.flatMap((source) => of(source, others))).toEqual([]);
    },
  );
});
