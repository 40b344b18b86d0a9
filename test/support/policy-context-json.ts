import type { ContextMultimap, CsReference, CsValue, PolicyContext } from '../../src/csharp/context.ts';
import { printJson } from '../../src/csharp/json.ts';
import type { Json } from '../../src/csharp/json-tree.ts';

/** A context as JSON for policy-runtime/context-reader.cs: bytes in Base64, a variable with the name of its C# type. */
export function contextJson(context: PolicyContext): object {
  const { request, response, variables, now, newId: _, ...plain } = context;
  return {
    ...plain,
    now: now.toISOString(),
    request: { ...request, body: base64(request.body), matchedParameters: [...request.matchedParameters] },
    ...(response !== undefined && { response: responseJson(response) }),
    variables: [...variables].map(([name, value]) => [name, ...variableJson(value)]),
  };
}

type Response = NonNullable<PolicyContext['response']>;

function responseJson(response: Response): object {
  return { ...response, body: base64(response.body) };
}

function base64(bytes: Uint8Array | null): string | null {
  return bytes === null ? null : Buffer.from(bytes).toString('base64');
}

function variableJson(value: CsValue): readonly [kind: string, value: unknown] {
  if (value === null) return ['null', null];
  if (typeof value === 'string') return ['string', value];
  if (typeof value === 'number') return ['int', value];
  if (typeof value === 'boolean') return ['bool', value];
  if (value instanceof Uint8Array) return ['byte[]', base64(value)];
  if (value instanceof Date) return ['DateTime', value.toISOString()];
  if (!('type' in value)) return ['string[]', value];
  if (value.type === 'Jwt') return ['Jwt', (value as { readonly claims: ContextMultimap }).claims];
  return referenceJson(value as CsReference);
}

function referenceJson({ type, value }: CsReference): readonly [kind: string, value: unknown] {
  if (type === 'IResponse') return ['IResponse', responseJson(value as Response)];
  if (['JObject', 'JArray', 'JValue'].includes(type)) return ['JSON', printJson(value as Json)];
  throw new Error(`a variable of the type ${type} is not supported`);
}
