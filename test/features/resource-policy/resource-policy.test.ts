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
});
