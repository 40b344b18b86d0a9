import { expect, it } from 'vitest';
import { apiWith, translated } from '../fixture.ts';

const open = { Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*' };
const columns = (policy: string) =>
  translated(apiWith([], { policy }))
    .entries.filter(({ construct }) => construct === 'resource-policy-statement')
    .map(({ column }) => column);

it('lets only a statement that allows everybody everything pass', () => {
  expect(columns(JSON.stringify({ Statement: [open] }))).toEqual(['translated']);
  const narrow = [
    { ...open, Condition: { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } } },
    { ...open, Effect: 'Deny' },
    { ...open, Resource: 'execute-api:/prod/GET/orders' },
    { ...open, Principal: { AWS: 'arn:aws:iam::111122223333:root' } },
    { ...open, NotAction: 'x' },
  ];
  expect(columns(JSON.stringify({ Statement: narrow }))).toEqual(narrow.map(() => 'blocked'));
  expect(columns('{')).toEqual(['blocked']);
  const wide = ['*', 'execute-api:/*/*/*', 'execute-api:/prod/*', ['execute-api:/prod/GET/a', 'execute-api:/*']];
  expect(columns(JSON.stringify({ Statement: wide.map((Resource) => ({ ...open, Resource })) }))).toEqual(
    wide.map(() => 'translated'),
  );
  expect(columns(JSON.stringify({ Statement: { ...open, Resource: 'execute-api:/test/*' } }))).toEqual(['blocked']);
});

it('says in words what a statement decides', () => {
  const Statement = {
    Effect: 'Deny',
    Principal: { AWS: ['arn:aws:iam::111122223333:root'] },
    Action: 'execute-api:Invoke',
    Resource: ['execute-api:/*'],
    Condition: { NotIpAddress: { 'aws:SourceIp': ['192.0.2.0/24', '198.51.100.7'] } },
  };
  const [finding] = translated(apiWith([], { policy: JSON.stringify({ Statement }) })).findings;
  expect(finding?.message).toBe(
    'The resource policy decides who may call, and this statement is not carried: Deny execute-api:Invoke on execute-api:/* ' +
      'for AWS arn:aws:iam::111122223333:root when NotIpAddress aws:SourceIp 192.0.2.0/24, 198.51.100.7.',
  );
});
