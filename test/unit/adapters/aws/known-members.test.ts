import { expect, it } from 'vitest';
import { unknownIn, type Known } from '../../../../src/adapters/aws/discovery/known-members.ts';

const at = { arn: 'arn', pointer: '' };
const stage: Known = { name: 'value', settings: { each: { rate: 'value', nested: { on: 'value' } } } };

it('names each value that no table knows by its pointer', () => {
  const raw = { name: 'prod', guard: 'x', settings: { '/pets/GET': { rate: 1, burst: 5, nested: { off: [1] } } } };
  expect(unknownIn(raw, stage, at).map(({ name, at: { pointer } }) => [name, pointer])).toEqual([
    ['guard', '/guard'],
    ['burst', '/settings/~1pets~1GET/burst'],
    ['off', '/settings/~1pets~1GET/nested/off'],
  ]);
});

it('takes what is read whole as known, and what is empty as nothing', () => {
  expect(unknownIn({ name: { any: 'thing' } }, stage, at)).toEqual([]);
  expect(unknownIn({ a: null, b: '', c: false, d: [], e: { f: {} } }, stage, at)).toEqual([]);
  expect(unknownIn({ zero: 0 }, stage, at)).toHaveLength(1);
});

it('knows no member by what every object has', () => {
  expect(unknownIn({ constructor: 'x', toString: 'y' }, stage, at).map(({ name }) => name)).toEqual([
    'constructor',
    'toString',
  ]);
  expect(unknownIn('text', stage, at)).toEqual([]);
});
