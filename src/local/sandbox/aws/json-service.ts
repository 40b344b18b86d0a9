import type { SandboxRequest } from '../http-server.ts';
import { JSON_PROTOCOL } from './protocol.ts';
import { unknownOperation, type AwsService } from './service.ts';
import { epochJson } from './wire.ts';

/** An operation's input as it came; nothing in it is checked yet. */
export type Input = Readonly<Record<string, unknown>>;
export type JsonOperation = (input: Input) => unknown;

export interface JsonServiceOptions {
  readonly name: string;
  readonly signingName?: string;
  readonly version: '1.0' | '1.1';
  readonly operations: Readonly<Record<string, JsonOperation>>;
}

/** A service whose operation stands in a header (`x-amz-target`), with JSON both ways. */
export function jsonService({ name, signingName = name, version, operations }: JsonServiceOptions): AwsService {
  const identity = { name, signingName, protocol: JSON_PROTOCOL };
  const nameOf = (request: SandboxRequest): string => (request.headers['x-amz-target'] ?? '').split('.')[1] ?? '';
  const find = (request: SandboxRequest): JsonOperation | undefined =>
    Object.hasOwn(operations, nameOf(request)) ? operations[nameOf(request)] : undefined;
  return {
    ...identity,
    operations: Object.keys(operations),
    operationOf: (request) => (find(request) ? nameOf(request) : undefined),
    answer(request) {
      const perform = find(request);
      if (!perform) throw unknownOperation(identity, nameOf(request));
      const output = perform(JSON.parse(request.body.toString('utf8') || '{}') as Input);
      return {
        status: 200,
        headers: { 'content-type': `application/x-amz-json-${version}` },
        body: epochJson(output),
      };
    },
  };
}
