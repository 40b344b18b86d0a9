import { expect, it } from 'vitest';
import { leftOut } from '../../../src/features/account/left-out.ts';
import { inventoryOf } from '../fixture.ts';

it('names an account and region whose APIs the run leaves out', () => {
  const at = { arn: 'arn:aws:apigateway:eu-west-1::/restapis', pointer: '' };
  const inventory = inventoryOf([], { leftOut: [{ at, account: '111122223333', region: 'eu-west-1', apis: 2 }] });
  expect(leftOut.assess(inventory, { mode: 'assess', decisions: {}, waves: [] })).toMatchObject([
    {
      code: 'ACCOUNT-LEFT-OUT',
      message: 'eu-west-1 of 111122223333 has 2 APIs of API Gateway that this run does not read.',
    },
  ]);
});
