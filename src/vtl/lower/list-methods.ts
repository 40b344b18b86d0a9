import * as cs from '../../csharp/build.ts';
import type { Expression } from '../../csharp/expression.ts';
import { bool, int, isNull, orEmpty, text, token, tokenOrNull, type Code } from './code.ts';
import { CALLED, type Scope } from './scope.ts';

/** Methods of lists that the template itself makes, or takes from maps. */
export function listMethod(scope: Scope, target: Code, name: string, values: readonly Code[]): Code {
  if (target.mayBeNull !== true) return methodOf(scope, target, name, values);
  const list = scope.textNamed(target.code, 'parts');
  const result = methodOf(scope, { kind: target.kind, code: list }, name, values);
  const orNothing = (code: Expression): Expression => cs.conditional(isNull(list), cs.literal(null), code);
  if (result.kind === 'int' || result.kind === 'bool') return tokenOrNull(orNothing(cs.create('JValue', result.code)));
  return { kind: result.kind, code: orNothing(result.code), mayBeNull: true };
}

function methodOf(scope: Scope, target: Code, name: string, values: readonly Code[]): Code {
  const items = target.kind === 'list' ? cs.call(target.code, 'Children') : target.code;
  const [value] = values;
  const called = `${name}(${values.map(({ kind }) => kind).join()})`;
  switch (called) {
    case 'size()':
      return int(cs.call(items, 'Count'));
    case 'isEmpty()':
      return bool(cs.not(cs.call(items, 'Any')));
    case 'get(int)': {
      const item = cs.call(items, 'ElementAt', value?.code ?? 0);
      if (target.kind === 'texts') return text(item);
      if (target.kind === 'list' || target.kind === 'tokens') return token(item);
      break;
    }
    case 'contains(text)':
      if (target.kind !== 'texts' || value === undefined) break;
      return bool(cs.call(items, 'Contains', orEmpty(value)));
    default:
      if (name !== 'add' || target.kind !== 'list' || values.length !== 1 || value === undefined) break;
      scope.changes();
      scope.emit(cs.run(cs.call(target.code, 'Add', scope.stored(value))));
      return bool(true);
  }
  return scope.refuse('VTL-METHOD', `${name} of ${CALLED[target.kind] ?? target.kind}`);
}
