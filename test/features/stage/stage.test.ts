import { expect, it } from 'vitest';
import { apiWith, route, stageWith, translated } from '../fixture.ts';

const native = route('GET /orders', { type: 'HTTP_PROXY', uri: 'https://orders.example.com/' });
const codes = (changes: Parameters<typeof stageWith>[0]) =>
  translated(apiWith([native], { stage: stageWith(changes) })).findings.map(({ code, severity }) => [code, severity]);

it('blocks a firewall that would be lost and a canary', () => {
  expect(codes({ webAclArn: 'arn:aws:wafv2:us-east-1:111122223333:regional/webacl/w/1', canaryPercent: 10 })).toEqual([
    ['STAGE-WAF', 'blocker'],
    ['STAGE-CANARY', 'blocker'],
  ]);
  expect(codes({})).toEqual([]);
});
