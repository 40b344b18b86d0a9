import type { ApimOperation } from '../model/apim.ts';
import { headerValue, type SimulatedRequest } from './message.ts';

/** The operation that a WebSocket API has by itself (Microsoft Learn, Import a WebSocket API; read 2026-11-29). */
export const HANDSHAKE: ApimOperation = {
  id: 'onHandshake',
  displayName: 'onHandshake',
  method: 'GET',
  urlTemplate: '/',
  templateParameters: [],
};

/** Whether a request asks for a WebSocket (RFC 6455, 4.1). */
export function isHandshake({ method, headers }: Pick<SimulatedRequest, 'method' | 'headers'>): boolean {
  return method === 'GET' && headerValue(headers, 'Upgrade')?.toLowerCase() === 'websocket';
}
