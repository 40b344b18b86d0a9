import * as cs from '../../src/csharp/build.ts';
import type { ContextMultimap, CsValue, PolicyContext } from '../../src/csharp/context.ts';
import type { Expression } from '../../src/csharp/expression.ts';
import type { TemplateTarget } from '../../src/vtl/compile.ts';
import { plainTarget } from '../../src/vtl/plain-target.ts';
import type { TemplateInput } from '../../src/vtl/template.ts';

export type TemplateKind = 'request' | 'response';

/**
 * What compiled templates of tests read: payload and parameters as policies do, stage variables and `$context`, whose values differ from
 * case to case, from variables.
 */
export function variablesTarget(kind: TemplateKind): TemplateTarget {
  return {
    ...plainTarget(kind),
    context: (name) => variable(`context.${name}`),
    stageVariable: (name) => variable(`stage.${name}`),
  };
}

function variable(name: string): Expression {
  return cs.binary('??', cs.variableOrNull(name), '');
}

/** The policy's side of a template's input. */
export function templateContext(kind: TemplateKind, input: TemplateInput): PolicyContext {
  const { path, querystring, header } = input.params;
  const url = {
    scheme: 'https',
    host: 'api.example.com',
    port: 443,
    path: '/x/42',
    queryString: '',
    query: Object.entries(querystring),
  };
  const body = input.body === '' ? null : new TextEncoder().encode(input.body);
  const headers: ContextMultimap = Object.entries(header);
  return {
    requestId: '5e1f7a3c-0000-4000-8000-000000000001',
    request: {
      method: 'POST',
      url,
      originalUrl: url,
      ipAddress: '192.0.2.1',
      certificate: null,
      headers,
      matchedParameters: new Map(Object.entries(path)),
      body: kind === 'request' ? body : null,
    },
    ...(kind === 'response' && { response: { statusCode: 200, statusReason: 'OK', headers: [], body } }),
    api: { id: 'api1', name: 'Orders', path: 'orders', version: null },
    operation: { id: 'op1', name: 'Post', method: 'POST', urlTemplate: '/x/{id}' },
    product: null,
    subscription: null,
    serviceName: 'apim',
    lastError: null,
    variables: new Map<string, CsValue>([
      ...prefixed('context', leaves(input.context)),
      ...prefixed('stage', Object.entries(input.stageVariables)),
    ]),
    now: new Date('2026-11-23T04:05:06Z'),
    newId: () => '5e1f7a3c-0000-4000-8000-000000000002',
  };
}

function prefixed(
  prefix: string,
  texts: readonly (readonly [string, string])[],
): readonly (readonly [string, string])[] {
  return texts.map(([name, value]) => [`${prefix}.${name}`, value]);
}

/** Values of a tree as texts, by their paths. */
function leaves(tree: Readonly<Record<string, unknown>>): readonly (readonly [string, string])[] {
  return Object.entries(tree).flatMap(([name, value]) => {
    if (typeof value === 'object' && value !== null)
      return prefixed(name, leaves(value as Readonly<Record<string, unknown>>));
    return typeof value === 'string'
      ? [[name, value] as const]
      : value === null
        ? []
        : [[name, JSON.stringify(value)] as const];
  });
}
