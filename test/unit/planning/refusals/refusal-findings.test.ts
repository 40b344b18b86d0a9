import { describe, expect, it } from 'vitest';
import type { Step } from '../../../../src/model/plan.ts';
import { refusalFindings, type RefusalTarget } from '../../../../src/planning/refusals/refusal-findings.ts';
import { REFUSAL_RULES } from '../../../../src/planning/refusals/registry.ts';
import { planOfEveryKind, plansOfDefinitions, policy } from '../../../support/refusals/good-plans.ts';
import { ruleVariants } from '../../../support/refusals/rule-variants.ts';
import { put } from '../../../support/refusals/plan-variant.ts';

const codes = (steps: readonly Step[], target: Partial<RefusalTarget> = {}): string[] =>
  refusalFindings(steps, { tier: 'Premium', ...target }).map(({ code }) => code);
const backend = put('backends/one', { url: 'https://one.example.com', protocol: 'http' });
const tags = (id: string) => put(`tags/${id}`, { displayName: id });

describe('what a target would refuse', () => {
  it('has rules with a code of their own, a source and the day it was read', () => {
    expect(new Set(REFUSAL_RULES.map(({ code }) => code)).size).toBe(REFUSAL_RULES.length);
    for (const { source, checked, remedy } of REFUSAL_RULES) {
      expect(source.length).toBeGreaterThan(20);
      expect(checked).toMatch(/^2026-\d\d-\d\d$/);
      expect(remedy).toMatch(/\.$/);
    }
  });

  it('is no reference to what an earlier phase makes, wherever it stands in the plan', () => {
    const user = put('apis/one/policies/policy', policy('<set-backend-service backend-id="one" />'));
    const api = put('apis/one', { displayName: 'One', path: 'one', protocols: ['https'] });
    const at = (step: Step, phase: Step['place']['phase']): Step => ({ ...step, place: { ...step.place, phase } });
    const later = at(user, 'registering-backends');
    expect(codes([at(api, 'importing'), later, at(backend, 'importing')])).toEqual([]);
    expect(codes([at(api, 'importing'), later, at(backend, 'opening')])).not.toEqual([]);
  });

  it('is nothing of a good plan', () => {
    for (const { name, tier, steps } of [
      ...plansOfDefinitions(),
      planOfEveryKind('Premium'),
      planOfEveryKind('Consumption'),
    ])
      expect(refusalFindings(steps, { tier }), name).toEqual([]);
  });

  it.each(['Premium', 'StandardV2', 'Consumption'] as const)(
    'is found in each plan that breaks a rule, and in none that keeps it, on %s',
    (tier) => {
      const misjudged = [...ruleVariants(planOfEveryKind(tier))].filter(({ intent, held, steps }) => {
        const found = refusalFindings(steps, { tier, holdings: { hostnames: [], resources: held } });
        return intent !== 'open' && found.length > 0 !== (intent === 'bad');
      });
      expect(misjudged.map(({ name }) => name)).toEqual([]);
    },
  );

  it('is a blocker with the place, why, and the rule that says so', () => {
    const [found] = refusalFindings([put('backends/one', { url: '', protocol: 'http' })], { tier: 'Premium' });
    expect(found).toMatchObject({
      code: 'CONTRACT-BROKEN',
      severity: 'blocker',
      feature: 'refusals',
      at: backend.from[0],
      message: 'backends/one: url would be refused: it has fewer than 1 characters.',
    });
    expect(found?.apimBehaviour).toContain('2024-05-01');
  });

  it('counts characters as code points, and takes a null for nothing', () => {
    expect(codes([put('tags/a', { displayName: '\u{1F600}'.repeat(160) })])).toEqual([]);
    expect(codes([put('tags/a', { displayName: '\u{1F600}'.repeat(161) })])).toEqual(['CONTRACT-BROKEN']);
    expect(codes([put('backends/one', { ...(backend.payload['properties'] as object), title: null })])).toEqual([]);
    expect(codes([put('backends/one', { url: 'https://one.example.com', protocol: null })])).toEqual([
      'CONTRACT-BROKEN',
    ]);
  });

  it('goes by the order of the steps, and by what the service has', () => {
    const api = put('apis/a', { displayName: 'A', path: 'a' });
    const own = put('apis/a/policies/policy', policy('<set-backend-service backend-id="one" />'));
    expect(codes([backend, api, own])).toEqual([]);
    expect(codes([api, own, backend])).toEqual(['POLICY-REFERENCE-MISSING']);
    const resources = [{ path: 'backends/one', properties: {} }];
    expect(codes([api, own], { holdings: { hostnames: [], resources } })).toEqual([]);
    expect(codes([own, api, backend])).toEqual(['REFERENCE-MISSING', 'POLICY-REFERENCE-MISSING']);
  });

  it('counts what the service has into the limits of its tier', () => {
    const resources = Array.from({ length: 1_500 }, (_, index) => ({ path: `tags/held-${index}`, properties: {} }));
    const holdings = { hostnames: [], resources };
    expect(codes([tags('held-0')], { tier: 'Developer', holdings })).toEqual([]);
    expect(codes([tags('new')], { tier: 'Developer', holdings })).toEqual(['TIER-LIMIT']);
    expect(
      codes([], { tier: 'Developer', holdings: { hostnames: [], resources: [...resources, ...resources] } }),
    ).toEqual([]);
  });

  it('passes over policies that were judged when they were made', () => {
    const api = put('apis/a', { displayName: 'A', path: 'a' });
    const { value, format } = policy('<no-such-policy />');
    const own = put('apis/a/policies/policy', { value, format });
    expect(codes([api, own])).toEqual(['POLICY-INVALID']);
    expect(codes([api, own], { judgedPolicies: new Set([value]) })).toEqual([]);
  });
});
