import { describe, expect, it } from 'vitest';
import type { Step } from '../../../src/model/plan.ts';
import { TIER_LIMITS } from '../../../src/model/tier-limits.ts';
import type { ApimTier } from '../../../src/model/tier.ts';
import { tierFindings } from '../../../src/planning/tier-findings.ts';

const at = { arn: 'arn:aws:apigateway:us-east-1::/restapis/a', pointer: '' };
const put = (path: string, payload: Readonly<Record<string, unknown>> = {}): Step => ({
  id: `put:${path}`,
  kind: 'put-apim-resource',
  summary: '',
  dependsOn: [],
  from: [at],
  place: { wave: 'one', phase: 'importing', unit: 'a' },
  payload: { path, properties: {}, ...payload },
});
const many = (count: number, path: (index: number) => string): Step[] =>
  Array.from({ length: count }, (_, index) => put(path(index)));
const codes = (steps: readonly Step[], tier: ApimTier): string[] =>
  tierFindings(steps, [], tier).map(({ code, severity }) => `${severity} ${code}`);

describe('what a service of a tier takes', () => {
  it.each([
    ['products', (index: number) => `products/p${index}`, TIER_LIMITS.Developer.products],
    ['loggers', (index: number) => `loggers/l${index}`, TIER_LIMITS.Developer.loggers],
    ['tags', (index: number) => `tags/t${index}`, TIER_LIMITS.Developer.tags],
    ['named values', (index: number) => `namedValues/n${index}`, TIER_LIMITS.Developer.namedValues],
  ] as const)('%s: as many as the limit pass, one more blocks', (what, path, most) => {
    expect(codes(many(most, path), 'Developer')).toEqual([]);
    const [found] = tierFindings(many(most + 1, path), [], 'Developer');
    expect(found).toMatchObject({ code: 'TIER-LIMIT', severity: 'blocker', at });
    expect(found?.message).toContain(what);
  });

  it('operations: those of an import and those that are put, each once', () => {
    const ids = Array.from({ length: 2_999 }, (_, index) => `o${index}`);
    const imported = put('apis/a', { operationIds: ids });
    const again = put('apis/a/operations/o0');
    const others = [put('apis/a/operations/wild'), put('apis/a/operations/wild/policies/policy')];
    expect(codes([imported, again, ...others], 'Consumption')).toEqual([]);
    expect(codes([imported, ...others, put('apis/b/operations/o0')], 'Consumption')).toEqual(['blocker TIER-LIMIT']);
    expect(codes([imported, ...others, put('apis/b/operations/o0')], 'Basic')).toEqual([]);
  });

  it('subscriptions: where no limit is published, none is claimed', () => {
    const steps = many(10_001, (index) => `subscriptions/s${index}`);
    expect(codes(steps, 'Consumption')).toEqual([]);
    expect(codes(steps, 'Developer')).toEqual(['blocker TIER-LIMIT']);
  });

  it('policies: bytes count, not characters, and the closed policy counts with the open one', () => {
    const policy = (value: string): Step => put('apis/a/policies/policy', { properties: { format: 'xml', value } });
    const most = TIER_LIMITS.Consumption.policyBytes;
    expect(codes([policy('x'.repeat(most))], 'Consumption')).toEqual([]);
    expect(codes([policy('é'.repeat(most / 2 + 1))], 'Consumption')).toEqual(['blocker POLICY-TOO-LARGE']);
    expect(codes([policy('x'), policy('x'.repeat(most + 1))], 'Consumption')).toEqual(['blocker POLICY-TOO-LARGE']);
    expect(codes([policy('x'.repeat(most + 1))], 'StandardV2')).toEqual([]);
  });
});

describe('custom host names of the gateway', () => {
  const moved = ['a.example.com', 'b.example.com'].map((name) => ({ name, wave: 'one', at }));
  const refused = (tier: ApimTier, hostnames: readonly string[] = [], names = moved): string[] =>
    tierFindings([], names, tier, { hostnames }).map(({ code, message }) => `${code} ${message.split(' ')[0]}`);

  it('are several in the Developer and Premium tiers only', () => {
    expect(refused('Premium')).toEqual([]);
    expect(refused('Developer')).toEqual([]);
    for (const tier of ['Consumption', 'Basic', 'Standard', 'BasicV2', 'StandardV2', 'PremiumV2'] as const)
      expect(refused(tier)).toEqual(['TIER-HOSTNAMES a.example.com', 'TIER-HOSTNAMES b.example.com']);
  });

  it('count with those that the service has, and one that is bound already is no second one', () => {
    const [one] = moved;
    if (one === undefined) throw new Error('no name');
    expect(refused('StandardV2', [], [one])).toEqual([]);
    expect(refused('StandardV2', ['a.example.com'], [one])).toEqual([]);
    expect(refused('StandardV2', ['other.example.com'], [one])).toEqual(['TIER-HOSTNAMES a.example.com']);
  });
});
