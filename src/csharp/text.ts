import type { CsValue } from './context.ts';
import { CSharpError } from './expression.ts';

/** Types whose text is the same in every culture and on every runtime. */
const WITH_TEXT = ['Guid', 'long', 'char'];

/** What `+`, ToString() and an attribute make of a value: null is empty, booleans are written True and False. */
export function toText(value: CsValue): string {
  if (value === null) return '';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  if ('type' in value && 'value' in value && WITH_TEXT.includes(value.type)) return String(value.value);
  throw new CSharpError('the value has no text');
}
