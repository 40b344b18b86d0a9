import { expect, it } from 'vitest';
import type { Step } from '../../../src/model/plan.ts';
import { deploymentFindings, MOST_LOADED_TEXT } from '../../../src/planning/deployment-findings.ts';

const policy = (path: string, length: number, id = path): Step => ({
  id,
  kind: 'put-apim-resource',
  summary: '',
  dependsOn: [],
  from: [{ arn: 'arn:aws:apigateway:us-east-1::/restapis/a', pointer: '' }],
  place: { wave: 'w', phase: 'importing', unit: 'u' },
  payload: { path, properties: { format: 'xml', value: ' '.repeat(length) } },
});

it('finds a policy that the compiler does not load, once however often it is put', () => {
  const long = 'apis/a/policies/policy';
  const findings = deploymentFindings([
    policy(long, MOST_LOADED_TEXT + 1, 'close'),
    policy(long, MOST_LOADED_TEXT + 1, 'open'),
    policy('apis/b/policies/policy', MOST_LOADED_TEXT),
  ]);
  expect(findings).toMatchObject([
    { code: 'POLICY-TOO-LONG-FOR-BICEP', severity: 'review', at: { arn: 'arn:aws:apigateway:us-east-1::/restapis/a' } },
  ]);
  expect(findings[0]?.message).toContain(long);
});
