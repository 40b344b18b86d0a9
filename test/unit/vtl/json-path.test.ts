import { describe, expect, test } from 'vitest';
import { RenderError } from '../../../src/vtl/error.ts';
import { requireJson } from '../../../src/vtl/java/json.ts';
import { jsonText } from '../../../src/vtl/java/text.ts';
import { isDefinite, parsePath, readPath } from '../../../src/vtl/json-path.ts';

const STORE = requireJson(
  JSON.stringify({
    'store': {
      book: [
        { title: 'Sayings', price: 8.95, tags: ['old'], author: { name: 'Rees' } },
        { title: 'Sword', price: 12, isbn: null },
        { title: 'Whale', price: 8.99, isbn: '0-553' },
      ],
      bicycle: { colour: 'red', price: 20 },
    },
    'odd name': 1,
    'a.b': 2,
    "it's": 3,
    'quote"d': 4,
    'é-1': 5,
    '$ref': 6,
    'size()': 7,
    'none': null,
  }),
);

/** What a path finds, as JSON; undefined where there is nothing. */
function found(path: string): unknown {
  const value = readPath(STORE, parsePath(path));
  return value === undefined ? undefined : JSON.parse(jsonText(value, 'plain'));
}

describe('a path to one place', () => {
  test.each([
    ['$.store.bicycle.colour', 'red'],
    ['store.bicycle.colour', 'red'],
    ["$['store']['bicycle'].price", 20],
    ['$["store"].book[0].title', 'Sayings'],
    ['$.store.book[-1].title', 'Whale'],
    [" $.store.book[ 1 ]['title'] ", 'Sword'],
    ["$['odd name']", 1],
    ["$['a.b']", 2],
    [String.raw`$['it\'s']`, 3],
    [String.raw`$["quote\"d"]`, 4],
    ['$.é-1', 5],
    ['$.$ref', 6],
    ['$.size()', 7],
    ['$.none', null],
    ["$.store.bicycle['colour', 'price']", { colour: 'red', price: 20 }],
    ["$.store.bicycle['price', 'none']", { price: 20 }],
  ])('%s', (path, expected) => {
    expect(isDefinite(parsePath(path))).toBe(true);
    expect(found(path)).toEqual(expected);
  });

  test.each([
    ['a member that is not there', '$.store.car'],
    ['below a member that is not there', '$.store.car.colour[0]'],
    ['below a text', '$.store.bicycle.colour.length'],
    ['below null', '$.none.deeper'],
    ['an item that is not there', '$.store.book[3]'],
    ['an item before the first', '$.store.book[-4]'],
    ['an item of an object', '$.store[0]'],
    ['a member of a list', '$.store.book.title'],
  ])('%s is nothing: %s', (_what, path) => {
    expect(found(path)).toBeUndefined();
  });

  test('of the whole', () => {
    expect(parsePath('$')).toEqual([]);
    expect(readPath('text', parsePath('$'))).toBe('text');
  });
});

describe('a path to several places gives a list', () => {
  test.each([
    ['$.store.book[*].title', ['Sayings', 'Sword', 'Whale']],
    ['$.store.book.*.title', ['Sayings', 'Sword', 'Whale']],
    ['$.store.bicycle.*', ['red', 20]],
    ['$.store.bicycle[*]', ['red', 20]],
    ['$.store.book[0,2].title', ['Sayings', 'Whale']],
    ['$.store.book[0:2].price', [8.95, 12]],
    ['$.store.book[:1].price', [8.95]],
    ['$.store.book[1:].price', [12, 8.99]],
    ['$.store.book[-2:].price', [12, 8.99]],
    ['$.store.book[:-2].price', [8.95]],
    ['$.store.book[5:9].price', []],
    ['$..name', ['Rees']],
    ['$.store..price', [8.95, 12, 8.99, 20]],
    ['$..book[0].title', ['Sayings']],
    ['$..nothing', []],
    ['$.store.car[*]', []],
    ['$.store.bicycle.colour[*]', []],
  ])('%s', (path, expected) => {
    expect(isDefinite(parsePath(path))).toBe(false);
    expect(found(path)).toEqual(expected);
  });

  test.each([
    ['a member', '[?(@.tags)]', ['Sayings']],
    ['a number', '[?(@.price < 9)]', ['Sayings', 'Whale']],
    ['a number at most', '[?(@.price<=8.95)]', ['Sayings']],
    ['a number at least', '[?(@.price >= 12)]', ['Sword']],
    ['a text', "[?(@.title == 'Sword')]", ['Sword']],
    ['another text', '[?(@.title != "Sword")]', ['Sayings', 'Whale']],
    ['null', '[?(@.isbn == null)]', ['Sword']],
    ['a member below', "[?(@.author.name == 'Rees')]", ['Sayings']],
    ['both', "[?(@.price < 9 && @.isbn == '0-553')]", ['Whale']],
    ['one of two', "[?(@.price > 10 || @['author']['name'] == 'Rees')]", ['Sayings', 'Sword']],
  ])('of items that have %s', (_what, filter, expected) => {
    expect(found(`$.store.book${filter}.title`)).toEqual(expected);
  });

  test('a text is no number', () => {
    const items = requireJson('[{"n": 1}, {"n": "1"}, {"n": true}]');
    expect(readPath(items, parsePath('$[?(@.n == 1)]'))).toEqual(requireJson('[{"n": 1}]'));
    expect(readPath(items, parsePath("$[?(@.n == '1')]"))).toEqual(requireJson('[{"n": "1"}]'));
    expect(readPath(items, parsePath('$[?(@.n == true)]'))).toEqual(requireJson('[{"n": true}]'));
  });
});

test.each([
  ['', 1],
  ['$.', 3],
  ['$..', 4],
  ['$.a b', 4],
  ['$a', 2],
  ['$[', 3],
  ['$[a]', 3],
  ["$['a", 3],
  ["$['a'", 6],
  ['$[1', 3],
  ['$.a[?(@.b =~ /x/)]', 11],
  ['$.a[?(@.b in [1])]', 11],
  ['$.a[?(!@.b)]', 7],
  ['$.a[?(@.b == @.c)]', 14],
  ['$.a[?(@.b == 1]', 15],
  ['$.a[(@.length-1)]', 5],
])('%j is refused at %i', (path, at) => {
  expect(() => parsePath(path)).toThrow(new RenderError(`the JSON path ${path.trim()} is not supported at ${at}`));
});
