import { describe, expect, it } from 'vitest';
import * as cs from '../../../src/csharp/build.ts';
import * as build from '../../../src/policy/build.ts';
import type { PolicyNode } from '../../../src/policy/tree.ts';
import { validatePolicy } from '../../../src/policy/validate.ts';

const faults = (...inbound: readonly PolicyNode[]) =>
  validatePolicy(build.document({ inbound: [build.base(), ...inbound] }), 'operation', { api: 'websocket' }).map(
    ({ code, place }) => `${code} ${place}`,
  );

describe('policies of a handshake', () => {
  it('may check who calls, from where and how often, and refuse', () => {
    const limit = { calls: 5, renewalPeriodSeconds: 60 };
    const isOwn = cs.binary('==', cs.context('Request', 'OriginalUrl', 'Host'), 'a');
    const refusal = build.returnResponse(build.setStatus(403, 'Forbidden'), build.setHeader('X', ['y']));
    expect(
      faults(
        build.choose([{ condition: isOwn, policies: [refusal] }]),
        build.ipFilter('allow', ['192.0.2.1']),
        build.validateJwt({
          token: { headerName: 'Authorization' },
          openidConfigs: ['https://issuer.example.com/.well-known/openid-configuration'],
        }),
        build.rateLimitByKey(limit, 'key'),
        build.setHeader('X-Caller', ['a']),
        build.setBackendService({ baseUrl: 'wss://chat.example.com' }),
      ),
    ).toEqual([]);
  });

  it('may not speak of bodies, methods, caches or other origins, however deep they stand', () => {
    const open = cs.literal(true);
    const refusal = build.returnResponse(build.setStatus(403, 'Forbidden'), build.setBody('no'));
    expect(
      faults(
        build.cors({ allowCredentials: false, origins: ['*'], methods: ['GET'], headers: ['*'] }),
        build.choose([{ condition: open, policies: [build.setMethod('POST'), refusal] }]),
        build.cacheLookup(),
        build.validateParameters(),
      ),
    ).toEqual([
      'not-on-websocket inbound/cors[2]',
      'not-on-websocket inbound/choose[3]/when[1]/set-method[1]',
      'not-on-websocket inbound/choose[3]/when[1]/return-response[2]/set-body[2]',
      'not-on-websocket inbound/cache-lookup[4]',
      'not-on-websocket inbound/validate-parameters[5]',
    ]);
  });

  it('stand on the operation, never on the API as a whole; what all APIs have is skipped there', () => {
    const plain = build.document();
    const withCors = build.document({ inbound: [build.setBody('x')] });
    expect(validatePolicy(plain, 'api', { api: 'websocket' }).map(({ code }) => code)).toEqual(['not-on-websocket']);
    expect(validatePolicy(withCors, 'service', { api: 'websocket' })).toEqual([]);
    expect(validatePolicy(withCors, 'operation')).toEqual([]);
  });
});
