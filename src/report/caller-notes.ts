import type { AwsApi } from '../model/aws.ts';
import type { Finding } from '../model/finding.ts';
import { defaultHost } from './backend-address.ts';

/** What somebody who calls an API must know or do, in plain words: no word of either gateway that a caller never sees. */
export function callerNotes(
  api: AwsApi,
  findings: readonly Finding[],
  hostnames: readonly string[],
): readonly string[] {
  const codes = new Set(findings.map(({ code }) => code));
  const isKeyed = api.routes.some(({ apiKeyRequired }) => apiKeyRequired);
  const notes: readonly (readonly [boolean, string])[] = [
    [
      hostnames.length > 0,
      `The address stays: ${hostnames.join(', ')}. Nothing to change for callers of ${hostnames.length === 1 ? 'it' : 'them'}.`,
    ],
    [
      hostnames.length === 0,
      `Callers use an address of AWS (${defaultHost(api)}), which cannot be pointed elsewhere: each of them must change to the new address.`,
    ],
    [
      hostnames.length > 0 && !api.disableExecuteApiEndpoint,
      'Callers of the AWS address beside it do not move with the name: they keep reaching AWS until they change.',
    ],
    [isKeyed, 'API keys keep their values and are sent in x-api-key as before.'],
    [
      findings.some(({ severity }) => severity === 'blocker'),
      'Some operations have no way to move yet: they are not moved until that is settled.',
    ],
    [
      ['IAM-CALLERS', 'ROUTE-IAM'].some((code) => codes.has(code)),
      'Requests signed with AWS credentials cannot be verified by the new gateway.',
    ],
    [
      codes.has('CALLER-CERTIFICATES'),
      'Certificates of callers stay as they are; whoever shows none is answered 403, where the connection ended before.',
    ],
    [
      codes.has('TOKEN-ISSUER-MOVED'),
      'Tokens come from Microsoft Entra ID after the move: those of the issuer of today are refused then.',
    ],
    [
      codes.has('WEBSOCKET-LIMITS'),
      'WebSocket connections that are open stay until they end; new ones are cut after 4 minutes without a message: send pings, and connect again.',
    ],
    [
      api.type === 'WEBSOCKET' && !codes.has('WEBSOCKET-LIMITS'),
      'WebSocket connections are not moved: their messages have no counterpart.',
    ],
    [codes.has('STAGE-WAF'), 'Requests that the web firewall refuses may be refused by other rules after the move.'],
    [
      ['GATEWAY-RESPONSE-PARTS', 'GATEWAY-RESPONSE-UNKNOWN'].some((code) => codes.has(code)),
      'Texts of error answers of the gateway itself may differ; their meaning does not.',
    ],
    [
      codes.has('CACHE-NOT-CARRIED'),
      'Answers that came from a cache come from the backend: fresher, and slower at times.',
    ],
    [true, 'Response headers that AWS adds (x-amzn-RequestId, x-amz-apigw-id) are gone; do not rely on them.'],
  ];
  return notes.flatMap(([holds, text]) => (holds ? [text] : []));
}
