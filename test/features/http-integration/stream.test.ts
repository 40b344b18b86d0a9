import { describe, expect, it } from 'vitest';
import type { AwsApi } from '../../../src/model/aws.ts';
import type { ApimTier } from '../../../src/model/tier.ts';
import { translateApi } from '../../../src/planning/translate-api.ts';
import { validatePolicy } from '../../../src/policy/validate.ts';
import { writePolicy } from '../../../src/policy/write.ts';
import { apiWith, inventoryOf, route, stageWith } from '../fixture.ts';

const stream = {
  type: 'HTTP_PROXY',
  uri: 'https://events.example.com/feed',
  responseTransferMode: 'STREAM',
  timeoutMs: 900_000,
} as const;
const at = { arn: 'arn:aws:apigateway:us-east-1::/restapis/a1b2c3d4e5', pointer: '/v' };

function carried(api: AwsApi, tier: ApimTier = 'Premium') {
  const request = { mode: 'migrate', decisions: {}, target: { tier } } as const;
  const { operationPolicies, findings } = translateApi(api, inventoryOf([api]), request);
  expect(operationPolicies.flatMap(({ document }) => validatePolicy(document, 'operation'))).toEqual([]);
  return {
    policy: operationPolicies.map(({ document }) => writePolicy(document)).join('\n'),
    messages: findings.map(({ code, message }) => `${code} ${message}`).join('\n'),
  };
}

describe('an answer that is streamed', () => {
  it('is passed on as it comes, for as long as the integration says', () => {
    const { policy, messages } = carried(apiWith([route('GET /feed', stream)]));
    expect(policy).toContain('<forward-request timeout="900" buffer-response="false" />');
    expect(messages).toContain('HTTP-STREAM');
    expect(messages).not.toContain('ROUTE-ORIGIN');
  });

  it('is buffered like any where the integration does not say so', () => {
    const { policy } = carried(apiWith([route('GET /feed', { ...stream, responseTransferMode: 'BUFFERED' })]));
    expect(policy).not.toContain('buffer-response');
  });

  it('is left to API Gateway by a service of the Consumption tier', () => {
    const { policy, messages } = carried(apiWith([route('GET /feed', stream)]), 'Consumption');
    expect(messages).toContain('which the Consumption tier does not do');
    expect(policy).not.toContain('buffer-response');
  });

  it('is left to API Gateway beside bodies that are validated', () => {
    const api = apiWith(
      [route('POST /feed', stream, { requestValidatorId: 'v', requestModels: { 'application/json': 'Order' } })],
      {
        requestValidators: [{ at, id: 'v', name: 'v', validateRequestBody: true, validateRequestParameters: false }],
        models: [{ at, name: 'Order', contentType: 'application/json', schema: '{"type":"object"}' }],
      },
    );
    expect(carried(api).messages).toContain('answers are streamed, and bodies are validated');
  });

  it('is not kept by a cache', () => {
    const setting = {
      at,
      key: '*/*',
      cachingEnabled: true,
      dataTraceEnabled: false,
      metricsEnabled: false,
    };
    const stage = stageWith({ cacheClusterEnabled: true, methodSettings: [setting] });
    const { policy, messages } = carried(apiWith([route('GET /feed', stream)], { stage }));
    expect(policy).not.toContain('cache-lookup');
    expect(messages).toContain('CACHE-NOT-CARRIED');
  });
});
