import * as cs from '../../csharp/build.ts';
import { bool, int, orEmpty, text, token, type Code } from './code.ts';
import { CALLED, type Scope } from './scope.ts';

/** Methods of lists that the template itself makes. */
export function listMethod(scope: Scope, target: Code, name: string, values: readonly Code[]): Code {
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
      scope.emit(cs.run(cs.call(target.code, 'Add', scope.asToken(value))));
      return bool(true);
  }
  return scope.refuse('VTL-METHOD', `${name} of ${CALLED[target.kind] ?? target.kind}`);
}
