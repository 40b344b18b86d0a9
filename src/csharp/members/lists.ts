import type { CsValue } from '../context.ts';
import type { CsList } from '../elements.ts';
import { CSharpError } from '../expression.ts';
import { reference } from '../numbers.ts';
import { action, indexer, method, property, type CallTypes, type Members } from './member.ts';

/** Members of arrays and of `List<T>` beyond LINQ. */

const one = ({ element }: CallTypes): string => element;

function itemAt(items: readonly CsValue[], at: CsValue | undefined, problem: string): CsValue {
  const item = items[Number(at)];
  if (item === undefined) throw new CSharpError(problem);
  return item;
}

export const ARRAY_MEMBERS: Members = {
  'Length': property('int', (items: readonly CsValue[]) => items.length),
  '[]': indexer(method(one, ['int'], (items: readonly CsValue[], at) => itemAt(items, at, 'IndexOutOfRangeException'))),
};

const OUT_OF_RANGE = 'ArgumentOutOfRangeException';

export const LIST_MEMBERS: Members = {
  'Count': property('int', ({ items }: CsList) => items.length),
  'Add': action<CsList>(['element'], (list, item = null) => {
    list.items.push(item);
    list.version++;
  }),
  'RemoveAt': action<CsList>(['int'], (list, at) => {
    itemAt(list.items, at, OUT_OF_RANGE);
    list.items.splice(Number(at), 1);
    list.version++;
  }),
  'Clear': action<CsList>([], (list) => {
    list.items.length = 0;
    list.version++;
  }),
  // In place: the Reverse of LINQ is hidden by it.
  'Reverse': action<CsList>([], (list) => {
    list.items.reverse();
    list.version++;
  }),
  '[]': {
    ...indexer(method(one, ['int'], ({ items }: CsList, at) => itemAt(items, at, OUT_OF_RANGE))),
    write: (list, at, value) => {
      const own = list as CsList;
      itemAt(own.items, at, OUT_OF_RANGE);
      own.items[Number(at)] = value;
      own.version++;
    },
  },
};

/** A list of the items, as a value. */
export function listOf(items: Iterable<CsValue>): CsValue {
  return reference('List<>', { items: [...items], version: 0 } satisfies CsList);
}

const newList = (type: string): Members => ({ [type]: method(type, [], () => listOf([])) });

export const NEW_LISTS: Readonly<Record<string, Members>> = {
  'new List<string>': newList('List<string>'),
  'new List<JToken>': newList('List<JToken>'),
};
