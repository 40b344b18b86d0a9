import { duplexPair, type Duplex } from 'node:stream';
import { afterEach, expect, it } from 'vitest';
import { emptyAzureState } from '../../../src/local/sandbox/azure/state.ts';
import { Faults } from '../../../src/local/sandbox/faults.ts';
import type { Listening } from '../../../src/local/sandbox/http-server.ts';
import { encodeFrame, OPCODES } from '../../../src/local/sandbox/source-gateway/websocket/frames.ts';
import type { ConnectEgress, EgressRequest } from '../../../src/local/sandbox/target-gateway/egress.ts';
import { startTargetGateway } from '../../../src/local/sandbox/target-gateway/target-gateway.ts';
import type { ApimConfiguration } from '../../../src/model/apim.ts';
import { HANDSHAKE } from '../../../src/simulator/handshake.ts';
import { openSocket } from '../../support/socket-client.ts';

const CONFIGURATION: ApimConfiguration = {
  serviceName: 'apim',
  hostnames: ['api.example.com'],
  apis: [
    {
      id: 'chat',
      displayName: 'Chat',
      type: 'websocket',
      path: 'chat',
      protocols: ['wss'],
      serviceUrl: 'wss://chat.example.com/live',
      subscriptionRequired: false,
      operations: [HANDSHAKE],
    },
  ],
  versionSets: [],
  policies: [],
  namedValues: [],
  backends: [],
  products: [],
  subscriptions: [],
};

let gateway: Listening | undefined;
afterEach(async () => {
  await gateway?.close();
  gateway = undefined;
});

async function start(connect: ConnectEgress, faults = new Faults()) {
  const state = emptyAzureState();
  gateway = await startTargetGateway({
    configuration: () => CONFIGURATION,
    state,
    faults,
    egress: () => Promise.reject(new Error('no request is sent')),
    connect,
  });
  return state;
}

const open = (headers: Record<string, string> = {}) =>
  openSocket({
    address: gateway?.host ?? '',
    port: gateway?.port ?? 0,
    hostname: 'api.example.com',
    path: '/chat?a=1',
    headers,
  });

const text = (payload: string): Buffer =>
  encodeFrame({ isLast: true, opcode: OPCODES.text, payload: Buffer.from(payload) });

/** A backend that accepts, and its end of the tunnel. */
function accepting(): {
  readonly connect: ConnectEgress;
  readonly socket: Duplex;
  readonly backend: Duplex;
  readonly asked: EgressRequest[];
} {
  const [socket, backend] = duplexPair();
  const asked: EgressRequest[] = [];
  return {
    socket,
    backend,
    asked,
    connect: (request) => {
      asked.push(request);
      const headers = [['Sec-WebSocket-Accept', 'of-the-backend']] as const;
      return Promise.resolve({
        status: 101,
        headers,
        body: Buffer.alloc(0),
        tunnel: { socket, head: text('at once') },
      });
    },
  };
}

it('pipes both ways what a backend accepts, and counts the handshake', async () => {
  const { connect, backend, asked } = accepting();
  const state = await start(connect);
  const client = await open({ 'x-api-key': 'of-api-gateway' });
  expect(client.status).toBe(101);
  expect(client.headers['sec-websocket-accept']).toBe('of-the-backend');
  expect(await client.next()).toBe('at once');
  backend.write(text('from the backend'));
  expect(await client.next()).toBe('from the backend');
  const received = new Promise<number>((resolve) => backend.once('data', (bytes: Buffer) => resolve(bytes.length)));
  client.send('to the backend');
  expect(await received).toBe(2 + 4 + 'to the backend'.length);
  expect(asked).toMatchObject([{ method: 'GET', url: 'wss://chat.example.com/live?a=1' }]);
  expect(new Map(asked[0]?.headers).get('x-api-key')).toBe('of-api-gateway');
  expect(state.samples.all()).toMatchObject([{ apiId: 'chat', status: 101, backendStatus: 101 }]);
  backend.end();
  expect(await client.closed()).toBe(1006);
});

it('hands on the refusal of a backend', async () => {
  const body = Buffer.from('{"message":"Forbidden"}');
  await start(() => Promise.resolve({ status: 403, headers: [['Content-Type', 'application/json']], body }));
  expect(await open()).toMatchObject({ status: 403, body: '{"message":"Forbidden"}' });
});

it('answers 500 where the backend does not', async () => {
  await start(() => Promise.reject(new Error('nobody listens')));
  expect((await open()).status).toBe(500);
});

it('closes what the backend accepted where the gateway refuses', async () => {
  const { connect, socket } = accepting();
  const faults = new Faults();
  faults.arm('target-auth');
  faults.trafficMoved();
  await start(connect, faults);
  expect((await open()).status).toBe(401);
  expect(socket.destroyed).toBe(true);
});
