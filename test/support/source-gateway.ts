import { readCase, type CaseAnswers, type ComparisonCase } from '../../src/local/compare/case.ts';
import { CaseBackend } from '../../src/local/compare/case-backend.ts';
import { deploy, executeApiBase, gatewayOf, readExport, requestBelow } from '../../src/local/compare/source-side.ts';
import { definitionOf } from './both-gateways.ts';

type Request = ComparisonCase['request'];

/** What the caller got, and what stands behind the API. */
export interface SourceAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly backend: { readonly method: string; readonly url: string; readonly body: string } | undefined;
  readonly backendHeaders: Readonly<Record<string, string>>;
  readonly logged: readonly string[];
}

/** API Gateway alone, in this process, with one answer behind all of its integrations. */
export function sourceGatewayOf(
  operations: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  answers: CaseAnswers = { status: 200, headers: [['Content-Type', 'application/json']], body: '{}' },
  rest: object = {},
  around: Readonly<Record<string, unknown>> = {},
) {
  const from = readExport(definitionOf(operations, around));
  return async (request: Partial<Request> & Pick<Request, 'path'>): Promise<SourceAnswer> => {
    const one = readCase(JSON.stringify({ request: { method: 'GET', ...request }, backend: { answers }, ...rest }));
    const logged: string[] = [];
    const backend = new CaseBackend(answers);
    const deployed = deploy(from, one);
    const call = gatewayOf(deployed, backend, (message) => logged.push(message));
    const { status, headers, body } = await call(requestBelow(executeApiBase(deployed), one));
    const [seen] = backend.requests;
    return {
      status,
      headers: byName(headers),
      body: body.toString(),
      backend: seen && { method: seen.method, url: seen.url, body: seen.body.toString() },
      backendHeaders: byName(seen?.headers ?? []),
      logged,
    };
  };
}

function byName(pairs: readonly (readonly [string, string])[]): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [name, value] of pairs) {
    const key = name.toLowerCase();
    values[key] = values[key] === undefined ? value : `${values[key]}, ${value}`;
  }
  return values;
}
