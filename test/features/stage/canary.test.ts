import { describe, expect, it } from 'vitest';
import { evaluate } from '../../../src/csharp/evaluate.ts';
import type { PolicyContext } from '../../../src/csharp/context.ts';
import { isCanaryRequest } from '../../../src/features/canary.ts';
import type { AwsApi, AwsCanary, AwsRoute } from '../../../src/model/aws.ts';
import { writePolicy } from '../../../src/policy/write.ts';
import { apiWith, golden, route, stageWith, translated } from '../fixture.ts';

const variable = route('GET /orders', { type: 'HTTP_PROXY', uri: 'https://${stageVariables.host}/v1' });
const fixed = route('GET /items', { type: 'HTTP_PROXY', uri: 'https://items.example.com/' });
const CANARY: AwsCanary = {
  percent: 10,
  deploymentId: 'd1',
  variableOverrides: { host: 'new.example.com' },
  useStageCache: false,
};
function apiOf(canary: Partial<AwsCanary> = {}, routes: readonly AwsRoute[] = [variable, fixed], changes = {}): AwsApi {
  const variables = { host: 'orders.example.com', other: 'x' };
  const stage = stageWith({ variables, deploymentId: 'd1', canary: { ...CANARY, ...canary }, ...changes });
  return apiWith(routes, { stage });
}
const said = (api: AwsApi, option?: string) => {
  const { findings, entries, operationPolicies } = translated(
    api,
    option === undefined ? {} : { 'STAGE-CANARY': option },
  );
  const found = findings.find(({ code }) => code === 'STAGE-CANARY');
  return {
    severity: found?.severity,
    message: found?.message,
    column: entries.find(({ construct }) => construct === 'stage')?.column,
    splits: operationPolicies.filter(({ document }) => writePolicy(document).includes('RequestId')).length,
  };
};

describe('a canary', () => {
  it('blocks until somebody decides, and until it is promoted where that is decided', () => {
    expect(said(apiOf())).toMatchObject({ severity: 'blocker', column: 'blocked', splits: 0 });
    expect(said(apiOf(), 'promote-first')).toMatchObject({ severity: 'blocker', column: 'blocked', splits: 0 });
    expect(translated(apiOf(), { '*': 'recommended' }).findings.map(({ severity }) => severity)).toContain('blocker');
    expect(said(apiOf({ percent: 0 })).severity).toBeUndefined();
  });

  it('is left out where that is decided, and said so', () => {
    expect(said(apiOf(), 'carry-stage-only')).toMatchObject({ severity: 'info', column: 'differs', splits: 0 });
    expect(said(apiOf(), 'carry-stage-only').message).toContain('10 % of the requests, with other values of host');
  });

  it('gets its share at the address that its variables name', async () => {
    expect(said(apiOf(), 'split-by-weight')).toMatchObject({ severity: 'info', column: 'differs', splits: 1 });
    await expect(golden(apiOf(), { 'STAGE-CANARY': 'split-by-weight' })).toMatchFileSnapshot('golden/canary.txt');
  });

  const path = route('GET /a', { type: 'HTTP_PROXY', uri: 'https://orders.example.com/${stageVariables.host}' });
  const mapped = route('GET /a', {
    type: 'HTTP_PROXY',
    uri: 'https://orders.example.com/',
    requestParameters: { 'integration.request.header.x': 'stageVariables.host' },
  });
  const setting = { at: variable.at, key: '*/*', cachingEnabled: true, dataTraceEnabled: false, metricsEnabled: false };
  it.each<[string, AwsApi, string]>([
    ['another deployment', apiOf({ deploymentId: 'd2' }), 'another deployment'],
    ['a path that differs', apiOf({}, [path]), 'GET /a differs in more than its host'],
    ['a variable beside addresses', apiOf({}, [variable, mapped]), 'more than parts of addresses'],
    ['a cache of its own', apiOf({}, [variable], { methodSettings: [setting] }), 'kept apart'],
  ])('is not split for %s', (_name, api, why) => {
    const { severity, column, splits, message } = said(api, 'split-by-weight');
    expect({ severity, column, splits }).toEqual({ severity: 'blocker', column: 'blocked', splits: 0 });
    expect(message).toContain(why);
  });

  it('is drawn by the first digits of a request, as exactly as these are even', () => {
    const draws = (percent: number) =>
      Array.from({ length: 4096 }, (_, index) => {
        const requestId = `${(index * 16).toString(16).padStart(4, '0')}0000-0000-4000-8000-000000000000`;
        return evaluate(isCanaryRequest(percent), { requestId } as PolicyContext);
      }).filter((isCanary) => isCanary === true).length;
    expect(draws(10)).toBe(410);
    expect([draws(0), draws(50), draws(100)]).toEqual([0, 2048, 4096]);
  });
});
