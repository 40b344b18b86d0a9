import * as cs from '../csharp/build.ts';
import type { CsReference, CsValue, PolicyContext } from '../csharp/context.ts';
import { evaluate } from '../csharp/evaluate.ts';
import { CSharpError, type Expression } from '../csharp/expression.ts';
import { printJson } from '../csharp/json.ts';
import type { Json } from '../csharp/json-tree.ts';
import type { Compiled } from './compile.ts';
import { plainTarget } from './plain-target.ts';
import type { TemplateInput } from './template.ts';
import type { TemplateTarget } from './target.ts';

/** Trying a compiled template on one input, without a gateway: what a case gives of `$context` stands in variables of the policy. */

const contextName = (name: string): string => `context.${name}`;
const stageName = (name: string): string => `stageVariables.${name}`;

/** As {@link plainTarget}, but with everything that a case can give. */
export function trialTarget(): TemplateTarget {
  const given = (name: string): Expression => cs.binary('??', cs.variableOrNull(name), '');
  return {
    ...plainTarget('request'),
    context: (name) => given(contextName(name)),
    stageVariable: (name) => given(stageName(name)),
  };
}

/** A policy's context that holds a case. */
export function trialContext({ body, params, stageVariables, context }: TemplateInput): PolicyContext {
  const query = Object.entries(params.querystring);
  const url = { scheme: 'https', host: 'api.example.com', port: 443, path: '/', queryString: '', query };
  return {
    requestId: '00000000-0000-4000-8000-000000000000',
    request: {
      method: 'POST',
      url,
      originalUrl: url,
      ipAddress: '192.0.2.1',
      headers: Object.entries(params.header),
      certificate: null,
      matchedParameters: new Map(Object.entries(params.path)),
      body: body === '' ? null : new TextEncoder().encode(body),
    },
    api: { id: 'api', name: 'api', path: '', version: null },
    operation: null,
    product: null,
    subscription: null,
    serviceName: 'apim',
    lastError: null,
    variables: new Map<string, CsValue>([
      ...leaves(context).map(([name, value]) => [contextName(name), value] as const),
      ...Object.entries(stageVariables).map(([name, value]) => [stageName(name), value] as const),
    ]),
    now: new Date('2026-01-02T03:04:05Z'),
    newId: () => '00000000-0000-4000-8000-000000000001',
  };
}

/** Everything in a tree that is no map, by its path. */
function leaves(tree: unknown, path = ''): readonly (readonly [string, string])[] {
  if (typeof tree === 'string') return [[path, tree]];
  if (typeof tree !== 'object' || tree === null) return [[path, JSON.stringify(tree ?? '')]];
  return Object.entries(tree).flatMap(([name, value]) => leaves(value, path === '' ? name : `${path}.${name}`));
}

/** What the C# of a compiled template prints, by the interpreter; an error where C# would throw. */
export function runCompiled(
  compiled: Extract<Compiled, { ok: true }>,
  input: TemplateInput,
): { readonly output: string } | { readonly error: string } {
  const { value, isStaged } = compiled;
  if (typeof value === 'string') return { output: value };
  try {
    const result = evaluate(value, trialContext(input));
    return { output: isStaged ? bodyOf(result as CsReference) : (result as string) };
  } catch (error) {
    if (error instanceof CSharpError) return { error: error.message };
    throw error;
  }
}

function bodyOf({ value }: CsReference): string {
  const { body } = JSON.parse(printJson(value as Json)) as { readonly body: string };
  return body;
}
