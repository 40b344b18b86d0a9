import { describe, expect, test } from 'vitest';
import * as cs from '../../../src/csharp/build.ts';
import { awsCredentials, type AccessTerms } from '../../../src/features/aws-credentials.ts';
import { gatewayAnswer, NO_API } from '../../../src/features/gateway-answer.ts';
import * as build from '../../../src/policy/build.ts';
import { validatePolicy } from '../../../src/policy/validate.ts';
import { fromBytes, toBytes, type BackendAnswer, type BackendRequest } from '../../../src/simulator/message.ts';
import { ask, configuration, fakeEffects } from '../simulator/fixture.ts';

const terms: Omit<AccessTerms, 'access'> = {
  region: 'eu-west-1',
  keyVault: 'contoso-vault',
  tier: 'Premium',
  refusal: gatewayAnswer(NO_API, 'API_CONFIGURATION_ERROR'),
};
const role = { roleArn: 'arn:aws:iam::111122223333:role/apim', audience: 'api://crossgate' };

/** As the AWS STS API reference shows it. */
const assumed = (n: number) => `<AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <AssumeRoleWithWebIdentityResult>
    <Audience>api://crossgate</Audience>
    <Credentials>
      <SessionToken>AQoDYXdzEE0a8ANXXXXXXXXNO1ewxE5TijQyp+IEXAMPLE=${n}</SessionToken>
      <SecretAccessKey>wJalrXUtnFEMI/K7MDENG/bPxRfiCYzEXAMPLEKEY</SecretAccessKey>
      <Expiration>2014-10-24T23:00:23Z</Expiration>
      <AccessKeyId>ASgeIAIOSFODNN7EXAMPLE</AccessKeyId>
    </Credentials>
  </AssumeRoleWithWebIdentityResult>
</AssumeRoleWithWebIdentityResponse>`;

function sts(status = 200) {
  const requests: BackendRequest[] = [];
  let now = Date.parse('2026-11-29T00:00:00Z');
  const effects = fakeEffects({
    now: () => now,
    send: (request) => {
      requests.push(request);
      const body = toBytes(status === 200 ? assumed(requests.length) : '<ErrorResponse/>');
      return Promise.resolve<BackendAnswer>({ ok: true, response: { status, reason: '', headers: [], body } });
    },
  });
  return { effects, requests, wait: (ms: number) => void (now += ms) };
}

const shown = (access: AccessTerms['access'], more: Partial<AccessTerms> = {}) => {
  const { policies, credentials } = awsCredentials({ ...terms, access, ...more });
  const { accessKeyId, secretAccessKey, sessionToken = cs.literal('none') } = credentials;
  const text = cs.concatenation(accessKeyId, ' ', secretAccessKey, ' ', sessionToken);
  return [...policies, build.returnResponse(build.setBody(text))];
};

describe('credentials of a role', () => {
  test('are asked of STS with a token of the identity, and kept until ten minutes before they expire', async () => {
    const { effects, requests, wait } = sts();
    const policies = shown(role);
    expect(validatePolicy(build.document({ inbound: policies }), 'operation')).toEqual([]);
    const credentials = async () => (await ask(configuration(policies), 'GET /orders/mine', [], effects)).body;
    const first =
      'ASgeIAIOSFODNN7EXAMPLE wJalrXUtnFEMI/K7MDENG/bPxRfiCYzEXAMPLEKEY AQoDYXdzEE0a8ANXXXXXXXXNO1ewxE5TijQyp+IEXAMPLE=1';
    expect(await credentials()).toBe(first);
    wait(2_999_000);
    expect(await credentials()).toBe(first);
    wait(1_000);
    expect(await credentials()).toMatch(/=2$/);
    expect(requests).toHaveLength(2);
    expect(requests[0]).toMatchObject({ method: 'POST', url: 'https://sts.eu-west-1.amazonaws.com/' });
    expect(Object.fromEntries(new URLSearchParams(fromBytes(requests[0]?.body ?? new Uint8Array())))).toEqual({
      Action: 'AssumeRoleWithWebIdentity',
      Version: '2011-06-15',
      DurationSeconds: '3600',
      RoleArn: role.roleArn,
      RoleSessionName: 'api-management',
      WebIdentityToken: 'token for api://crossgate',
    });
  });

  test('a refusal is answered, and nothing is kept', async () => {
    const { effects, requests } = sts(403);
    for (const _ of [1, 2]) {
      const answer = await ask(configuration(shown(role)), 'GET /orders/mine', [], effects);
      expect(answer).toMatchObject({ status: 500, body: '{"message":"Internal server error"}' });
    }
    expect(requests).toHaveLength(2);
  });

  test.each([
    ['Premium', 'internal'],
    ['Consumption', 'prefer-external'],
  ] as const)('%s keeps them in the %s cache', (tier, cachingType) => {
    expect(JSON.stringify(shown(role, { tier }))).toContain(
      `"caching-type":{"kind":"literal","text":"${cachingType}"}`,
    );
  });
});

test('an access key is two named values that Key Vault holds, and no value is written', async () => {
  const access = { accessKeyIdSecret: 'aws-id', secretAccessKeySecret: 'aws-key' };
  const { policies, shared } = awsCredentials({ ...terms, access });
  expect(policies).toEqual([]);
  expect(shared).toEqual([
    {
      path: 'namedValues/crossgate-aws-access-key-id',
      properties: {
        displayName: 'crossgate-aws-access-key-id',
        secret: true,
        keyVault: { secretIdentifier: 'https://contoso-vault.vault.azure.net/secrets/aws-id' },
      },
    },
    {
      path: 'namedValues/crossgate-aws-secret-access-key',
      properties: {
        displayName: 'crossgate-aws-secret-access-key',
        secret: true,
        keyVault: { secretIdentifier: 'https://contoso-vault.vault.azure.net/secrets/aws-key' },
      },
    },
  ]);
  const namedValues = shared.map(({ properties }) => ({
    id: String(properties['displayName']),
    displayName: String(properties['displayName']),
    value: `value of ${String(properties['displayName'])}`,
    secret: true,
  }));
  const answer = await ask(configuration(shown(access), { namedValues }), 'GET /orders/mine');
  expect(answer.body).toBe('value of crossgate-aws-access-key-id value of crossgate-aws-secret-access-key none');
});
