import type { SandboxRequest } from '../http-server.ts';
import { xml, type Protocol } from './protocol.ts';
import { unknownOperation, type AwsService } from './service.ts';

export type QueryOperation = (form: URLSearchParams, request: SandboxRequest) => string;

export interface QueryServiceOptions {
  readonly name: string;
  readonly signingName?: string;
  readonly protocol: Protocol;
  /** Each answers the content of its response document. */
  readonly operations: Readonly<Record<string, QueryOperation>>;
  /** The response document around it. */
  readonly respond: (action: string, content: string) => string;
}

/** A service whose operation stands in a form (`Action`), with XML back. */
export function queryService(options: QueryServiceOptions): AwsService {
  const { name, signingName = name, protocol, operations, respond } = options;
  const formOf = ({ body }: SandboxRequest): URLSearchParams => new URLSearchParams(body.toString('utf8'));
  const actionOf = (request: SandboxRequest): string => formOf(request).get('Action') ?? '';
  return {
    name,
    signingName,
    protocol,
    operations: Object.keys(operations),
    operationOf: (request) => (Object.hasOwn(operations, actionOf(request)) ? actionOf(request) : undefined),
    answer(request) {
      const action = actionOf(request);
      const perform = Object.hasOwn(operations, action) ? operations[action] : undefined;
      if (!perform) throw unknownOperation({ name, protocol }, action);
      return xml(200, respond(action, perform(formOf(request), request)));
    },
  };
}

/** A response as most query services write it: the result, then metadata. */
export function resultDocument(namespace: string): (action: string, content: string) => string {
  return (action, content) =>
    `<${action}Response xmlns="${namespace}"><${action}Result>${content}</${action}Result><ResponseMetadata><RequestId>00000000-0000-4000-8000-000000000000</RequestId></ResponseMetadata></${action}Response>`;
}

/** A list of a form: `PREFIX.1`, `PREFIX.2` and so on. */
export function listOf(form: URLSearchParams, prefix: string): string[] {
  const items: string[] = [];
  for (let i = 1; ; i += 1) {
    const item = form.get(`${prefix}.${i}`);
    if (item === null) return items;
    items.push(item);
  }
}
