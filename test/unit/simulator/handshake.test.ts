import { describe, expect, it } from 'vitest';
import type { ApimApi, ApimConfiguration } from '../../../src/model/apim.ts';
import * as build from '../../../src/policy/build.ts';
import type { PolicyNode } from '../../../src/policy/tree.ts';
import { writePolicy } from '../../../src/policy/write.ts';
import { HANDSHAKE } from '../../../src/simulator/handshake.ts';
import type { BackendRequest } from '../../../src/simulator/message.ts';
import { plannedConfiguration } from '../../../src/simulator/planned-configuration.ts';
import { simulate } from '../../../src/simulator/simulate.ts';
import { configuration, fakeEffects } from './fixture.ts';

const CHAT: ApimApi = {
  id: 'chat',
  displayName: 'Chat',
  type: 'websocket',
  path: 'chat',
  protocols: ['wss'],
  serviceUrl: 'wss://chat.example.com/live',
  subscriptionRequired: false,
  operations: [HANDSHAKE],
};
const SOCKET = [
  ['Connection', 'Upgrade'],
  ['Upgrade', 'websocket'],
  ['Sec-WebSocket-Key', 'abc'],
] as const;

/** The chat beside the orders, with policies of the handshake and of all APIs. */
function withChat(onHandshake: readonly PolicyNode[], ofAll: readonly PolicyNode[] = []): ApimConfiguration {
  const base = configuration();
  const inbound = writePolicy(build.document({ inbound: [build.base(), ...onHandshake] }));
  const service = writePolicy(
    build.document({ inbound: ofAll, backend: [build.forwardRequest()], outbound: [], onError: [] }),
  );
  return {
    ...base,
    apis: [...base.apis, CHAT],
    policies: [
      ...base.policies,
      { scope: { kind: 'operation', apiId: 'chat', operationId: 'onHandshake' }, xml: inbound },
      { scope: { kind: 'service' }, xml: service },
    ],
  };
}

async function ask(chat: ApimConfiguration, path: string, headers: readonly (readonly [string, string])[]) {
  const sent: BackendRequest[] = [];
  const effects = fakeEffects({
    send: (request) => {
      sent.push(request);
      const response = { status: 101, reason: '', headers: [], body: new Uint8Array() };
      return Promise.resolve({ ok: true, response });
    },
  });
  const request = { method: 'GET', url: `https://api.example.com${path}`, headers, ip: '198.51.100.7' };
  const { response, apiId, defect } = await simulate(chat, request, effects);
  return { status: response.status, apiId, defect, sent };
}

describe('a WebSocket API', () => {
  it('passes a handshake on with its headers and query, but those of the connection', async () => {
    const { status, sent } = await ask(withChat([]), '/chat?token=t', SOCKET);
    expect(status).toBe(101);
    expect(sent).toMatchObject([
      { url: 'wss://chat.example.com/live?token=t', headers: [['Sec-WebSocket-Key', 'abc']] },
    ]);
  });

  it('takes handshakes of its own path only, and no other request', async () => {
    expect(await ask(withChat([]), '/chat', [])).toMatchObject({ status: 404, sent: [] });
    expect(await ask(withChat([]), '/chat/room', SOCKET)).toMatchObject({ status: 404, sent: [] });
    expect(await ask(withChat([]), '/orders', SOCKET)).toMatchObject({ status: 101, apiId: 'orders' });
  });

  it('runs its policies before the backend is asked', async () => {
    const onlyOthers = build.ipFilter('allow', ['192.0.2.1']);
    expect(await ask(withChat([onlyOthers]), '/chat', SOCKET)).toMatchObject({ status: 403, sent: [] });
  });

  it('skips what it inherits and takes none of, and has nothing of that kind itself', async () => {
    expect(await ask(withChat([], [build.setBody('x')]), '/chat', SOCKET)).toMatchObject({ status: 101 });
    const own = await ask(withChat([build.setBody('x')]), '/chat', SOCKET);
    expect(own).toMatchObject({ status: 500, sent: [] });
    expect(own.defect).toContain('may not stand on the handshake');
  });

  it('has its operation in a plan, which puts none', () => {
    const { id: _, operations: __, ...properties } = CHAT;
    const step = {
      id: 'put:apis/chat',
      kind: 'put-apim-resource',
      summary: '',
      dependsOn: [],
      from: [],
      place: { wave: 'w', phase: 'importing', unit: 'u' } as const,
      payload: { path: 'apis/chat', properties },
    };
    const planned = { serviceName: 'apim', hostname: 'api.example.com', keyValue: () => undefined };
    expect(plannedConfiguration([step], planned).apis).toEqual([CHAT]);
  });
});
