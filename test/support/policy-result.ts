import type { CsReference, CsValue } from '../../src/csharp/context.ts';
import { CSharpError } from '../../src/csharp/expression.ts';
import { printJson } from '../../src/csharp/json.ts';
import type { Json } from '../../src/csharp/json-tree.ts';
import type { PolicyResult } from './policy-runtime.ts';

/** What the interpreter gives, as policy-runtime/program.cs writes what C# gives. */
export function interpreted(run: () => CsValue): PolicyResult {
  try {
    return { output: textOf(run()) };
  } catch (error) {
    if (!(error instanceof CSharpError)) throw error;
    const [, type = 'CSharpError'] = /^(\w+Exception)\b/.exec(error.message) ?? [];
    return { error: type, message: error.message };
  }
}

function textOf(value: CsValue): string | null {
  if (value === null || typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return JSON.stringify(value);
  const { type, value: held } = value as CsReference;
  if (['JObject', 'JArray', 'JValue'].includes(type)) return printJson(held as Json);
  if (type === 'long') return String(held);
  throw new Error(`a result of the type ${type} is not supported`);
}
