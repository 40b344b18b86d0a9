import { describe, expect, it } from 'vitest';
import { gapOf, PacedCalls, type AwsRead } from '../../../../src/adapters/aws/discovery/paced-calls.ts';
import { FailureError } from '../../../../src/model/outcome.ts';

const read: AwsRead = {
  service: 'apigateway',
  call: 'GetRestApis',
  permission: 'apigateway:GET on arn:aws:apigateway:us-east-1::/restapis',
  at: { arn: 'arn:aws:apigateway:us-east-1::/restapis', pointer: '' },
};

/** A clock that only sleeping moves. */
function clock() {
  let now = 0;
  return {
    now: () => now,
    sleep: async (milliseconds: number) => {
      now += milliseconds;
      await Promise.resolve();
    },
  };
}

function sdkError(name: string, status: number): Error {
  return Object.assign(new Error(name), { name, $metadata: { httpStatusCode: status } });
}

describe('PacedCalls', () => {
  it('reads every page', async () => {
    const asked: (string | undefined)[] = [];
    const items = await new PacedCalls(clock()).all(read, async (position) => {
      asked.push(position);
      const page = asked.length;
      return await Promise.resolve({ items: [page], next: page < 3 ? `page-${page + 1}` : undefined });
    });
    expect(items).toEqual([1, 2, 3]);
    expect(asked).toEqual([undefined, 'page-2', 'page-3']);
  });

  it('waits its turn again when the service throttles', async () => {
    const time = clock();
    let calls = 0;
    const answer = await new PacedCalls(time).send(read, async () => {
      calls += 1;
      if (calls < 3) throw sdkError('TooManyRequestsException', 429);
      return await Promise.resolve('answered');
    });
    expect(answer).toBe('answered');
    expect(time.now()).toBeGreaterThan(0);
  });

  it('gives up on a service that throttles on and on', async () => {
    const sent = new PacedCalls(clock()).send(read, () => Promise.reject(sdkError('TooManyRequestsException', 429)));
    await expect(sent).rejects.toMatchObject({ failure: { kind: 'transient' } });
  });

  it('does not repeat what was denied', async () => {
    let calls = 0;
    const sent = new PacedCalls(clock()).send(read, async () => {
      calls += 1;
      return await Promise.reject(sdkError('AccessDeniedException', 403));
    });
    await expect(sent).rejects.toMatchObject({ failure: { kind: 'denied' } });
    expect(calls).toBe(1);
  });
});

describe('gapOf', () => {
  it('names the call and the permission', () => {
    const denied = new FailureError({ kind: 'denied', code: 'AccessDeniedException', message: 'no' });
    const gap = gapOf(denied, read);
    expect(gap).toMatchObject({ call: 'GetRestApis', reason: 'no' });
    expect(gap.remedy).toContain(read.permission);
  });

  it('hides no defect', () => {
    expect(() => gapOf(new TypeError('ours'), read)).toThrow(TypeError);
  });
});
