import * as sdk from '@aws-sdk/client-api-gateway';
import { expect, it } from 'vitest';
import type { AwsClients } from '../../../../src/adapters/aws/clients.ts';
import { PacedCalls } from '../../../../src/adapters/aws/discovery/paced-calls.ts';
import { RestLists } from '../../../../src/adapters/aws/discovery/rest-api-lists.ts';
import { SourceReading } from '../../../../src/adapters/aws/discovery/source-reading.ts';

const scope = { account: '111122223333', region: 'us-east-1' };
const BARE = { items: [{ id: 'r1', path: '/a', resourceMethods: { GET: {}, POST: { authorizationType: 'NONE' } } }] };

/** An endpoint that names methods in its listing and tells what they are only when it is asked. */
function listsOf(getMethod: () => Promise<unknown>) {
  const clock = { now: () => 0, sleep: () => Promise.resolve() };
  const reading = new SourceReading(scope, {} as AwsClients, new PacedCalls(clock));
  const send = (command: object): Promise<unknown> =>
    command instanceof sdk.GetMethodCommand ? getMethod() : Promise.resolve(BARE);
  return { reading, lists: new RestLists(reading, sdk, { send } as never, 'a1') };
}

it('asks for each method that the listing only names', async () => {
  const { lists } = listsOf(() => Promise.resolve({ httpMethod: 'GET', authorizationType: 'AWS_IAM' }));
  const [resource] = (await lists.resources()) ?? [];
  expect(resource?.resourceMethods).toEqual({
    GET: { httpMethod: 'GET', authorizationType: 'AWS_IAM' },
    POST: { authorizationType: 'NONE' },
  });
});

it('takes no such method for an open one when it cannot be read', async () => {
  const denied = Object.assign(new Error('no'), { name: 'AccessDeniedException', $metadata: { httpStatusCode: 403 } });
  const { reading, lists } = listsOf(() => Promise.reject(denied));
  expect(await lists.resources()).toBeUndefined();
  expect(reading.gaps).toMatchObject([{ call: 'GetMethod' }]);
});
