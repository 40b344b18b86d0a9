import { readTemplate } from '../sandbox/estate/template-document.ts';
import { definitionKind } from '../sandbox/estate/definition-kind.ts';
import { fillPlaceholders } from '../sandbox/estate/fill-placeholders.ts';
import { addHttpApi, addRestApi } from '../sandbox/estate/stage.ts';
import { emptyAwsState, type AwsState } from '../sandbox/aws/state.ts';
import type { SandboxHandler, SandboxResponse } from '../sandbox/http-server.ts';
import { sourceGateway } from '../sandbox/source-gateway/gateway.ts';
import { bytesOf, type ComparisonCase } from './case.ts';
import type { CaseBackend } from './case-backend.ts';
import type { Pairs, Side } from './exchange.ts';

const STAGE = 'test';
const CALLER = '203.0.113.10';

/** An export as its deployment would hand it to API Gateway. */
export interface Export {
  readonly definition: string;
  readonly kind: 'rest' | 'http';
  /** Names of the placeholders that stood for values only a deployment knows. */
  readonly filled: readonly string[];
}

/** Reads an export. @throws ImportRefused for what is no definition */
export function readExport(text: string): Export {
  const { document, filled } = fillPlaceholders(readTemplate(text), {
    account: '111122223333',
    region: 'us-east-1',
    name: 'compare',
  });
  return {
    definition: JSON.stringify(document),
    kind: definitionKind(document),
    filled: filled.map(({ placeholder }) => placeholder),
  };
}

/** API Gateway with one API deployed as a case says. */
export interface Deployed {
  readonly state: AwsState;
  readonly apiId: string;
  readonly stage: string;
  /** Keys of the case by the id that they have here. */
  readonly keys: ReadonlyMap<string, string>;
}

/** Imports and deploys an export with a case's stage, variables and keys. @throws ImportRefused as the import does */
export function deploy({ definition, kind }: Export, one: ComparisonCase): Deployed {
  const state = emptyAwsState();
  const variables = { ...one.stageVariables };
  const stage = kind === 'http' ? '$default' : (one.stage ?? STAGE);
  const apiId =
    kind === 'http' ? addHttpApi(state, definition, variables) : addRestApi(state, definition, stage, { variables });
  const keys = new Map<string, string>();
  for (const [index, { value, enabled, plan }] of (one.keys ?? []).entries()) {
    const id = `key${index + 1}`;
    keys.set(id, value);
    state.apiKeys.set(id, { id, name: id, value, enabled });
    if (plan === undefined) continue;
    const planId = `plan${index + 1}`;
    const { throttle, quota } = plan;
    state.usagePlans.set(planId, {
      plan: {
        id: planId,
        name: planId,
        apiStages: [{ apiId, stage }],
        ...(throttle && { throttle }),
        ...(quota && { quota }),
      },
      keyIds: [id],
    });
  }
  return { state, apiId, stage, keys };
}

/** A call of API Gateway's own address. */
export interface ExecuteApiCall {
  readonly method: string;
  readonly url: URL;
  readonly headers: Pairs;
  readonly body: Buffer;
  readonly ip: string;
}

/** Where a deployed API answers. */
export function executeApiBase({ state, apiId, stage }: Deployed): string {
  const path = stage === '$default' ? '' : `/${stage}`;
  return `https://${apiId}.execute-api.${state.region}.amazonaws.com${path}`;
}

/** API Gateway's data plane in this process: calls of it, with `backend` behind it. */
export function gatewayOf({ state }: Deployed, backend: CaseBackend, log: (message: string) => void) {
  const handler: SandboxHandler = sourceGateway({
    state,
    network: backend.network,
    lambdas: backend.lambdas,
    log,
  }).answer;
  return async (call: ExecuteApiCall): Promise<Side['response']> => {
    const headers: Record<string, string> = { host: call.url.host };
    for (const [name, value] of call.headers) {
      const key = name.toLowerCase();
      headers[key] = key !== 'host' && headers[key] !== undefined ? `${headers[key]}, ${value}` : value;
    }
    headers['host'] = call.url.host;
    const { method, url, body, ip } = call;
    const rawHeaders = [['Host', url.host] as const, ...call.headers.filter(([name]) => !/^host$/i.test(name))];
    return responseOf(await handler({ method, url, headers, rawHeaders, body, remoteAddress: ip }));
  };
}

function responseOf({ status, headers = {}, body = '' }: SandboxResponse): Side['response'] {
  const pairs = Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' ? [[name, value]] : value.map((each) => [name, each]),
  );
  return { status, headers: pairs, body: Buffer.from(body as string) };
}

/** The case's request below `base`. */
export function requestBelow(base: string, { request }: ComparisonCase): ExecuteApiCall {
  const url = new URL(`${base}${request.path}`);
  for (const [name, value] of request.query ?? []) url.searchParams.append(name, value);
  return {
    method: request.method,
    url,
    headers: request.headers ?? [],
    body: bytesOf(request),
    ip: request.ip ?? CALLER,
  };
}
