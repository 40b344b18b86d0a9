import type { Integration } from '@aws-sdk/client-api-gateway';
import type { SandboxResponse } from '../http-server.ts';
import { INTERNAL_ERROR, type GatewayCall } from './call.ts';
import { integrationAnswer } from './integration-answer.ts';
import { integrationPayload } from './integration-request.ts';
import { Refusal, Unsimulated } from './refusal.ts';

/** MOCK: the request template makes `{"statusCode": N}`, which selects the integration response; its template sees no payload. */
export function answerMock(call: GatewayCall, integration: Integration): SandboxResponse {
  const { body, overrides } = integrationPayload(call, integration);
  const status = mockStatus(body.toString('utf8'));
  if (status === undefined) throw new Refusal('API_CONFIGURATION_ERROR', 500, INTERNAL_ERROR);
  const answer = { selector: String(status), headers: {}, body: Buffer.alloc(0) };
  return integrationAnswer(call, integration, answer, overrides);
}

/** The payload need not be JSON to its end: unquoted names and text before it are read over (recorded 2024-11-29, 2025-05-29). */
export function mockStatus(payload: string): number | undefined {
  const status = /(?:^|[{,\s])["']?statusCode["']?\s*:\s*(["']?)(\d{3})\b/.exec(payload);
  if (status?.[1]) throw new Unsimulated('a statusCode of a MOCK that is text');
  return status ? Number(status[2]) : undefined;
}
