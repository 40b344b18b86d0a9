import { expect, it } from 'vitest';
import { sourceIndex } from '../../../src/planning/source-index.ts';

const source = [
  { account: '111122223333', region: 'us-east-1' },
  { account: '111122223333', region: 'eu-west-1' },
  { account: '444455556666', region: 'eu-west-1' },
];

it.each([
  ['arn:aws:apigateway:eu-west-1::/restapis/a', undefined, 1],
  ['arn:aws:apigateway:eu-west-1::/restapis/a', '444455556666', 2],
  ['arn:aws:acm:eu-west-1:444455556666:certificate/c', undefined, 2],
  ['arn:aws:acm:us-east-1:111122223333:certificate/c', '444455556666', 0],
])('%s, account %s, is of source %i', (arn, account, index) => {
  expect(sourceIndex({ arn, pointer: '' }, { source }, account)).toBe(index);
});
