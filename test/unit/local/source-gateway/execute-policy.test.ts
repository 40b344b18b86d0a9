import { expect, test } from 'vitest';
import { evaluatePolicy } from '../../../../src/local/sandbox/source-gateway/execute-policy.ts';

const ARN = 'arn:aws:execute-api:us-east-1:111122223333:api1/prod/GET/orders/7';
const statement = (Effect: string, Resource: unknown, Action: unknown = 'execute-api:Invoke') => ({
  Effect,
  Action,
  Resource,
});

test('a deny wins, globs match across slashes, what nothing allows is denied', () => {
  const verdict = (...Statement: unknown[]) => evaluatePolicy({ Version: '2012-10-17', Statement }, ARN);
  expect(verdict(statement('Allow', ['arn:other', '*/GET/orders/?']))).toBe('allow');
  expect(verdict(statement('Allow', '*'), statement('Deny', 'arn:aws:execute-api:*/orders/*'))).toBe('explicit deny');
  expect(verdict(statement('Allow', '*/POST/*'))).toBe('implicit deny');
  expect(verdict(statement('Allow', '*', 'execute-api:ManageConnections'))).toBe('implicit deny');
  expect(verdict(statement('Allow', '*', 'execute-api:*'))).toBe('allow');
});

test('what is no policy is refused, conditions are told of', () => {
  expect(() => evaluatePolicy(undefined, ARN)).toThrow(TypeError);
  expect(() => evaluatePolicy({ Statement: [{ Effect: 'Maybe' }] }, ARN)).toThrow(TypeError);
  const conditional = { ...statement('Allow', '*'), Condition: { IpAddress: {} } };
  expect(() => evaluatePolicy({ Statement: [conditional] }, ARN)).toThrow(/Condition is not simulated/);
});
