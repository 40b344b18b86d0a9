import { expect, it } from 'vitest';
import { apiWith, route, stageWith, translated } from '../fixture.ts';

const native = route('GET /orders', { type: 'HTTP_PROXY', uri: 'https://orders.example.com/' });
const webAclArn = 'arn:aws:wafv2:us-east-1:111122223333:regional/webacl/w/1';
const guarded = (decisions: Record<string, string>) =>
  translated(apiWith([native], { stage: stageWith({ webAclArn }) }), decisions);

it('lets a firewall go by a decision only', () => {
  const open = guarded({});
  expect(open.findings.find(({ code }) => code === 'STAGE-WAF')?.severity).toBe('blocker');
  expect(open.entries.find(({ construct }) => construct === 'stage')).toMatchObject({
    column: 'blocked',
    openDecision: true,
  });
  const accepted = guarded({ 'STAGE-WAF': 'accept-without-waf' });
  expect(accepted.findings.map(({ code, severity }) => [code, severity])).toEqual([['STAGE-WAF', 'info']]);
  expect(accepted.resources.map(({ properties }) => properties['url'])).toEqual(['https://orders.example.com']);
});

it('keeps all requests where the web ACL sees them, which is what is recommended', () => {
  const kept = guarded({ '*': 'recommended' });
  expect(kept.resources.map(({ properties }) => properties['url'])).toEqual([
    'https://a1b2c3d4e5.execute-api.us-east-1.amazonaws.com/prod',
  ]);
  expect(kept.findings.filter(({ severity }) => severity === 'blocker')).toEqual([]);
  expect(kept.entries.filter(({ column }) => column === 'blocked')).toEqual([]);
});
