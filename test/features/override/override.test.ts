import { expect, it } from 'vitest';
import { routeDigest } from '../../../src/features/route-override.ts';
import { routeOverride } from '../../../src/model/override.ts';
import { sourceKey } from '../../../src/model/source-ref.ts';
import { translateApi } from '../../../src/planning/translate-api.ts';
import { writePolicy } from '../../../src/policy/write.ts';
import { apiWith, inventoryOf, route } from '../fixture.ts';

const lambda = route(
  'GET /orders',
  { type: 'AWS_PROXY', uri: 'arn:aws:lambda:us-east-1:111122223333:function:orders' },
  { apiKeyRequired: true },
);
const api = apiWith([lambda, route('GET /other', { type: 'HTTP_PROXY', uri: 'https://other.example.com/' })]);
const POLICY =
  '<policies><inbound><base /><set-backend-service base-url="https://orders.example.com" /></inbound><backend><base /></backend><outbound><base /></outbound><on-error><base /></on-error></policies>';

function overridden(policy: string, source: string | undefined = routeDigest(lambda), at = lambda.at) {
  const overrides = { [sourceKey(at)]: routeOverride.parse({ policy, ...(source !== undefined && { source }) }) };
  const result = translateApi(api, inventoryOf([api]), { mode: 'migrate', decisions: {}, overrides });
  const own = result.operations.find(({ urlTemplate }) => urlTemplate === '/orders');
  const document = result.operationPolicies.find(({ operationId }) => operationId === own?.id)?.document;
  return {
    policy: document === undefined ? undefined : writePolicy(document),
    findings: result.findings.filter(({ feature }) => feature === 'override'),
    column: result.entries.find(({ construct, feature }) => construct === 'integration' && feature === 'override')
      ?.column,
  };
}

it('takes the place of all that would be planned for the route', () => {
  const { policy, findings, column } = overridden(POLICY);
  expect(policy).toContain('base-url="https://orders.example.com"');
  expect(policy).not.toContain('Subscription');
  expect(findings.map(({ code }) => code)).toEqual(['OVERRIDE']);
  expect(column).toBe('differs');
});

it('does not count once its route is another, and says what the route is now', () => {
  const { policy, findings } = overridden(POLICY, `sha256:${'0'.repeat(64)}`);
  expect(policy).toBeUndefined();
  expect(findings.map(({ code, severity }) => [code, severity])).toEqual([['OVERRIDE-STALE', 'blocker']]);
  expect(findings[0]?.message).toContain(routeDigest(lambda));
});

it.each([
  ['no XML', '<policies>', 'not well-formed'],
  [
    'a policy that stands elsewhere',
    POLICY.replace('<set-backend-service', '<cache-store duration="1" /><set-backend-service'),
    'inbound',
  ],
  [
    'a policy that is not known',
    POLICY.replace('<set-backend-service', '<teleport /><set-backend-service'),
    'teleport',
  ],
])('is refused with its place: %s', (_name, policy, why) => {
  const { findings } = overridden(policy);
  expect(findings.map(({ code }) => code)).toEqual(['OVERRIDE-INVALID']);
  expect(findings[0]?.message).toContain(why);
});
