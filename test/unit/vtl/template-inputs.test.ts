import { describe, expect, test } from 'vitest';
import { templateInputs } from '../../support/template-inputs.ts';
import { readsOf } from '../../support/template-inputs/reads.ts';
import type { Shape } from '../../support/template-inputs/shape.ts';

/** `a.b[].c`, `*` for any member, `()` around what is JSON in a text. */
function places(shape: Shape, before = ''): readonly string[] {
  const inner = [
    ...[...shape.members].flatMap(([name, member]) => places(member, before === '' ? name : `${before}.${name}`)),
    ...(shape.items === undefined ? [] : places(shape.items, `${before}[]`)),
    ...(shape.values === undefined ? [] : places(shape.values, `${before}*`)),
    ...(shape.embedded === undefined ? [] : places(shape.embedded, `${before}()`)),
  ];
  return inner.length === 0 ? [before] : inner;
}

describe('what a template reads', () => {
  test.each([
    [`$input.path('$.a.b') $input.json("$.c['d e'][0].f")`, ['a.b', 'c.d e[].f']],
    [`#set($r = $input.path('$'))$r.a.size() \${r.b.c} $!r.d[0].e`, ['a', 'b.c', 'd[].e']],
    [`#foreach($i in $input.path('$.items'))$i.id $i.get("sub").x#end`, ['items[].id', 'items[].sub.x']],
    [`#set($m = $input.path('$.m'))#foreach($k in $m.keySet())$m.get($k).S $m[$k].N#end`, ['m*.S', 'm*.N']],
    [`#foreach($e in $input.path('$.m').entrySet())$e.key $e.value.v#end`, ['m*.v']],
    [`#set($p = $util.parseJson($input.path('$.text')))$p.a`, ['text().a']],
    [`#set($b = $util.parseJson($input.body))$b.x`, ['x']],
    [`$input.json('$.list[?(@.price < 10)].name')`, ['list[].price', 'list[].name']],
    [`#define($d)$map.x#end#set($map = $input.path('$.late'))$d`, ['late.x']],
    [`#set($x = $input.path('$.a') + "b")$x.c "unclosed`, ['a']],
  ])('%s', (template, expected) => expect(places(readsOf(template).body)).toEqual(expected));

  test('parameters, variables, context and what is compared with', () => {
    const reads = readsOf(
      `$input.params('a')$input.params().path.b$input.params().header.get("X-C")#set($p = $input.params())` +
        `$p.querystring['d']$stageVariables.e$stageVariables.get('f')$context.authorizer.claims.g#if($x == 'h' || 7 > 8)#end`,
    );
    expect({ ...reads, body: undefined }).toEqual({
      body: undefined,
      params: new Set(['a']),
      path: new Set(['b']),
      header: new Set(['X-C']),
      querystring: new Set(['d']),
      stageVariables: new Set(['e', 'f']),
      context: new Set(['authorizer', 'authorizer.claims', 'authorizer.claims.g']),
      literals: ['h', '8'],
    });
  });
});

describe('inputs', () => {
  const template = `#foreach($i in $input.path('$.items'))$i.id#end$input.params('q')$context.authorizer.claims.sub`;
  const inputs = templateInputs(template, 1, 200);

  test('are the same for the same seed only', () => {
    expect(templateInputs(template, 1, 200)).toEqual(inputs);
    expect(templateInputs(template, 2, 200)).not.toEqual(inputs);
  });

  test('begin with what every template must bear, and are JSON then', () => {
    expect(inputs[0]?.body).toBe('{"items":[{"id":"id text"},{"id":"id text"}]}');
    expect(inputs.slice(1, 3).map(({ body }) => body)).toEqual(['', '{}']);
    for (const { body } of inputs.slice(5)) expect(() => JSON.parse(body) as unknown).not.toThrow();
  });

  test('have values, other types and nothing at the places that are read', () => {
    const read = inputs.slice(5).map(({ body }) => JSON.parse(body) as { items?: unknown });
    const ids = read
      .flatMap(({ items }) => (Array.isArray(items) ? items : []) as { id?: unknown }[])
      .map((i) => i?.id);
    const types = new Set(ids.map((id) => (id === null ? 'null' : typeof id)));
    expect(types).toEqual(new Set(['string', 'number', 'boolean', 'null', 'undefined', 'object']));
    expect(read.some(({ items }) => items === undefined)).toBe(true);
    expect(inputs.some(({ params }) => params.path['q'] !== undefined && params.header['q'] !== undefined)).toBe(true);
    expect(inputs.some(({ context }) => typeof (context as { authorizer?: unknown }).authorizer === 'object')).toBe(
      true,
    );
  });
});
