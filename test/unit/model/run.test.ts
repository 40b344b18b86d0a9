import { describe, expect, it } from 'vitest';
import { PACE_DEFAULTS, paceOf, runRequest } from '../../../src/model/run.ts';

const minimal = {
  source: [{ account: '111122223333', region: 'us-east-1' }],
  target: { subscriptionId: '3f2a1b0c-9d8e-4f7a-8b6c-5d4e3f2a1b0c', resourceGroup: 'apis', service: 'contoso-apim' },
  keyVault: 'contoso-vault',
  dns: [{ provider: 'route53', zone: 'health.example' }],
  waves: [{ name: 'pilot', apis: ['a1b2c3'], hostnames: [{ name: 'api.health.example' }] }],
};

const problems = (request: unknown): string[] => {
  const { error } = runRequest.safeParse(request);
  return (error?.issues ?? []).map((issue) => `/${issue.path.map(String).join('/')}: ${issue.message}`);
};

describe('run request', () => {
  it('takes safe defaults for all that is left out', () => {
    const run = runRequest.parse(minimal);
    expect(run).toMatchObject({ mode: 'migrate', onFailure: 'block', waves: [{ hostnames: [{ strategy: 'swap' }] }] });
    expect(paceOf(run)).toEqual(PACE_DEFAULTS);
  });

  it('refuses an unknown member with its place: a misspelt safeguard must not be ignored', () => {
    expect(problems({ ...minimal, onFailuer: 'rollback' })).toEqual([expect.stringContaining('onFailuer')]);
  });

  it('refuses a pace below the defaults outside tests', () => {
    expect(problems({ ...minimal, pace: { minimumSamples: 5 } })).toEqual([
      expect.stringMatching(/^\/pace\/minimumSamples: .*network\.testing/),
    ]);
    const testing = { ...minimal, pace: { minimumSamples: 5 }, network: { testing: {} } };
    expect(paceOf(runRequest.parse(testing))).toEqual({ ...PACE_DEFAULTS, minimumSamples: 5 });
  });

  it('refuses waves of one name, and a bad rate that is no worse than a healthy one', () => {
    expect(problems({ ...minimal, waves: [minimal.waves[0], minimal.waves[0]] })).toEqual([
      '/waves/1/name: wave "pilot" is named twice',
    ]);
    expect(problems({ ...minimal, thresholds: { healthyErrorRate: 0.1 } })).toEqual([
      expect.stringContaining('/thresholds/badErrorRate'),
    ]);
  });

  it('wants to know which applications of a tenant may call, not only which tenant', () => {
    const entra = { tenantId: '3f2a1b0c-9d8e-4f7a-8b6c-5d4e3f2a1b0c', audience: 'api://orders' };
    expect(problems({ ...minimal, entra })).toEqual([expect.stringContaining('every application of the tenant')]);
    expect(problems({ ...minimal, entra: { ...entra, roles: ['Orders.Read'] } })).toEqual([]);
    expect(problems({ ...minimal, entra: { ...entra, clientIds: [] } })).toHaveLength(1);
    expect(problems({ ...minimal, entra: { ...entra, roles: ['@(true)'] } })).toEqual([
      expect.stringMatching(/^\/entra\/roles\/0: /),
    ]);
  });

  it('takes a role or names of secrets for AWS, never both and never a value', () => {
    const aws = (access: unknown) => problems({ ...minimal, aws: access }).length === 0;
    const role = { roleArn: 'arn:aws:iam::111122223333:role/apim', audience: 'api://crossgate' };
    expect(aws(role)).toBe(true);
    expect(aws({ accessKeyIdSecret: 'aws-id', secretAccessKeySecret: 'aws-key' })).toBe(true);
    expect(aws({ ...role, accessKeyIdSecret: 'aws-id', secretAccessKeySecret: 'aws-key' })).toBe(false);
    expect(aws({ accessKeyIdSecret: 'aws-id', secretAccessKeySecret: 'wJalrXUtnFEMI/K7MDENG' })).toBe(false);
    expect(aws({ roleArn: role.roleArn })).toBe(false);
  });

  it.each([
    ['../instances/x', false],
    ['api.health.example.', false],
    ['API.health.example', false],
    ['api', false],
    ['api.health.example', true],
  ])('host name %s: %s', (name, accepted) => {
    const wave = { name: 'pilot', apis: ['a'], hostnames: [{ name }] };
    expect(problems({ ...minimal, waves: [wave] }).length === 0).toBe(accepted);
  });
});
