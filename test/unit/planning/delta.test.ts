import { expect, it } from 'vitest';
import type { Finding } from '../../../src/model/finding.ts';
import { deltaOf, type Step } from '../../../src/model/plan.ts';
import { asDelta } from '../../../src/planning/delta.ts';

const step = (id: string, dependsOn: readonly string[] = []): Step => ({
  id,
  kind: 'put-apim-resource',
  summary: id,
  dependsOn,
  from: [],
  place: { wave: 'pilot', phase: 'importing', unit: 'orders' },
  payload: {},
});
const finding: Finding = {
  code: 'VAULT-ROLE',
  severity: 'review',
  feature: 'target',
  at: { arn: 'a', pointer: '' },
  message: '',
  awsBehaviour: '',
  apimBehaviour: '',
  remedy: '',
  blocks: ['put:b', 'opening'],
};
const content = { steps: [step('put:a'), step('put:b', ['put:a'])], findings: [finding] };

it('gives the steps of a further plan names of their own, and what refers to them', () => {
  const { steps, findings } = asDelta(content, 2);
  expect(steps.map(({ id, dependsOn }) => [id, dependsOn])).toEqual([
    ['delta-2:put:a', []],
    ['delta-2:put:b', ['delta-2:put:a']],
  ]);
  expect(findings[0]?.blocks).toEqual(['delta-2:put:b', 'opening']);
  expect(['put:a', 'delta-2:put:a', 'delta-12:x'].map(deltaOf)).toEqual([0, 2, 12]);
  expect(asDelta(content, 0)).toBe(content);
});
