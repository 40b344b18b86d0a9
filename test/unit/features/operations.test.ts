import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { operationsOf, templateNames } from '../../../src/features/operations.ts';
import { importable, openApiDocument } from '../../../src/planning/openapi-document.ts';
import { apiWith, plannedRoutes, route } from '../../features/fixture.ts';

const backend = { type: 'HTTP_PROXY', uri: 'https://orders.example.com/' } as const;
/** A line may hold any path, blanks included. */
const at = (line: string) => ({
  ...route('GET /', backend),
  method: line.slice(0, line.indexOf(' ')),
  path: line.slice(line.indexOf(' ') + 1),
});
const plan = (...lines: readonly string[]) => plannedRoutes(apiWith(lines.map(at), { type: 'HTTP' }));
const templates = (...lines: readonly string[]) =>
  plan(...lines).flatMap(({ operations }) => operations.map(({ method, urlTemplate }) => `${method} ${urlTemplate}`));

describe('names of parameters', () => {
  it('gives one name to a position, the one that most paths use', () => {
    expect(templates('GET /x/{a}', 'POST /x/{b}', 'GET /x/{b}/y/{c}')).toEqual([
      'GET /x/{b}',
      'POST /x/{b}',
      'GET /x/{b}/y/{c}',
    ]);
  });

  it('uses no name twice in a path', () => {
    expect(templates('GET /x/{b}', 'PUT /x/{b}/z', 'GET /x/{a}/y/{b}')).toEqual([
      'GET /x/{b}',
      'PUT /x/{b}/z',
      'GET /x/{b}/y/{b-2}',
    ]);
  });

  it('renames in the address of the backend as well', () => {
    const handlings = plan('GET /x/{a}', 'POST /x/{b}').map(({ names }) => names);
    expect(handlings).toEqual([{ a: 'a' }, { b: 'a' }]);
    const api = apiWith(
      [
        route('GET /x/{a}', backend),
        route('POST /x/{b}', {
          type: 'HTTP_PROXY',
          uri: 'https://orders.example.com/v1/{key}',
          requestParameters: { 'integration.request.path.key': 'method.request.path.b' },
        }),
      ],
      { type: 'REST' },
    );
    expect(plannedRoutes(api)[1]?.handling).toMatchObject({ kind: 'http', request: { path: '/v1/{a}' } });
  });

  it('lets the operation ids of a route stand when a neighbour renames its parameter', () => {
    const [alone] = plan('GET /x/{b}');
    const [, beside] = plan('POST /x/{a}', 'GET /x/{b}');
    expect(beside?.operations[0]?.urlTemplate).toBe('/x/{a}');
    expect(beside?.operations[0]?.id).toBe(alone?.operations[0]?.id);
  });
});

describe('paths that API Management would not take as they are', () => {
  it('encodes what a template or a path may not hold', () => {
    expect(templates('GET /a b/*/ü/x?y=z#w/100%')).toEqual(['GET /a%20b/%2A/%C3%BC/x%3Fy=z%23w/100%25']);
  });

  it('keeps parameters inside of a segment', () => {
    expect(templates('GET /a/{b}.json', 'GET /a/x-{c}')).toEqual(['GET /a/{b}.json', 'GET /a/x-{c}']);
  });

  it.each(['GET /{proxy+}/more', 'GET /a{b', 'GET /files-{proxy+}', `GET /${'a'.repeat(1000)}`])(
    'blocks %s',
    (line) => {
      expect(plan(line)[0]).toMatchObject({ handling: { kind: 'blocked', code: 'ROUTE-PATH' }, operations: [] });
    },
  );

  it('lets one route answer for another whose path differs in case or a slash, if both do the same', () => {
    const [lower, upper, slash] = plan('GET /orders', 'GET /Orders', 'GET /orders/');
    expect(upper?.operations).toHaveLength(1);
    expect(lower).toMatchObject({ operations: [], answeredBy: { path: '/Orders' } });
    expect(slash).toMatchObject({ operations: [], answeredBy: { path: '/Orders' } });
  });

  it('refuses both where they do not', () => {
    const open = route('GET /orders', backend);
    const closed = route('GET /Orders', backend, { apiKeyRequired: true });
    const codes = plannedRoutes(apiWith([open, closed])).map(({ handling }) => 'code' in handling && handling.code);
    expect(codes).toEqual(['ROUTE-ALIKE-DIFFERS', 'ROUTE-ALIKE-DIFFERS']);
  });

  it('takes a verb before ANY on one path, whatever its parameter is called, and both before $default', () => {
    expect(templates('ANY $default', 'ANY /{proxy+}', 'GET /{id+}')).not.toContain('GET /{*rest}');
    const [any, get] = plan('ANY /x/{a}', 'GET /x/{b}');
    expect(any?.operations.map(({ method }) => method)).not.toContain('GET');
    expect(any?.answeredBy).toBeUndefined();
    expect(get?.operations).toHaveLength(1);
  });
});

interface Paths {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly operationId: string }>>>>;
}
const imported = (...lines: readonly string[]) => {
  const operations = plan(...lines).flatMap((each) => each.operations);
  const { paths } = JSON.parse(openApiDocument('t', operations)) as Paths;
  return { operations, paths };
};

describe('the import document', () => {
  it('spells a wildcard as a parameter', () => {
    expect(Object.keys(imported('GET /files/{proxy+}').paths)).toEqual(['/files/{proxy}']);
  });

  it('leaves a wildcard out that would be spelt as a parameter of the same verb', () => {
    const { operations, paths } = imported('GET /a/{id}', 'GET /a/{proxy+}', 'POST /a/{proxy+}');
    expect(Object.entries(paths).map(([path, item]) => [path, Object.keys(item)])).toEqual([
      ['/a/{id}', ['get', 'post']],
    ]);
    expect(importable(operations).map(({ urlTemplate }) => urlTemplate)).toEqual(['/a/{id}', '/a/{*id}']);
  });
});

const segment = fc.oneof(
  fc.constantFrom('a', 'A', 'b c', '{x}', '{y}', '{z}', '{x}.json', '{a-b}', '{X}'),
  fc.string({ unit: 'binary', maxLength: 6 }),
);
const path = fc
  .tuple(fc.array(segment, { minLength: 1, maxLength: 4 }), fc.constantFrom('', '/{proxy+}', '/{p+}', '/'))
  .map(([segments, end]) => `/${segments.join('/')}${end}`);
const routes = fc.uniqueArray(
  fc
    .tuple(fc.constantFrom('GET', 'POST', 'ANY'), fc.oneof(path, fc.constant('$default')))
    .map((both) => both.join(' ')),
  { maxLength: 12 },
);

describe('whatever the paths', () => {
  const shape = (urlTemplate: string) => urlTemplate.replaceAll(/\{(\*?)[^{}]+\}/g, '{$1}');

  it('has no two operations of one verb and shape, and one name for each position', () => {
    fc.assert(
      fc.property(routes, (lines) => {
        const api = apiWith(lines.map(at));
        const all = [...operationsOf(api).values()].flatMap(({ operations }) => operations);
        const keys = all.map(({ method, urlTemplate }) => `${method} ${shape(urlTemplate).toLowerCase()}`);
        expect(new Set(keys).size).toBe(keys.length);
        expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
        const byShape = new Map<string, string>();
        for (const { urlTemplate } of all) {
          const plain = urlTemplate.replace('{*', '{');
          const key = shape(plain).toLowerCase();
          expect(templateNames(byShape.get(key) ?? plain)).toEqual(templateNames(plain));
          byShape.set(key, plain);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('declares every name once and maps the names of the route to them', () => {
    fc.assert(
      fc.property(routes, (lines) => {
        const api = apiWith(lines.map(at));
        for (const { operations, names } of operationsOf(api).values())
          for (const { urlTemplate, templateParameters } of operations) {
            const declared = templateParameters.map(({ name }) => name);
            expect(templateNames(urlTemplate)).toEqual(declared);
            expect(new Set(declared.map((name) => name.toLowerCase())).size).toBe(declared.length);
            for (const name of Object.values(names)) expect(name).toMatch(/^[A-Za-z0-9_.-]+$/);
            expect(urlTemplate).toMatch(/^\/[\x21-\x7e]*$/);
          }
      }),
      { numRuns: 500 },
    );
  });
});
