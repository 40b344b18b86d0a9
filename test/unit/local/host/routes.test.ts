import { describe, expect, it } from 'vitest';
import { compileRoute, matchRoute } from '../../../../src/local/host/routes.ts';

const routes = [
  compileRoute('items/{id}', ['get'], 'item'),
  compileRoute('items/known', ['get'], 'known'),
  compileRoute('items/{id:int}', ['get'], 'number'),
  compileRoute('files/{*rest}', ['get'], 'files'),
  compileRoute('page/{n=1}', ['get'], 'page'),
];
const match = (path: string, method = 'GET') => matchRoute(routes, method, path);

describe('routes', () => {
  it('prefer literals to constrained parameters to parameters to catch-alls', () => {
    expect(['/items/KNOWN', '/items/7', '/items/x', '/files/a/b'].map((path) => match(path)?.target)).toEqual([
      'known',
      'number',
      'item',
      'files',
    ]);
  });

  it('decode parameters but for an escaped slash, and leave absent ones out', () => {
    expect(match('/items/a%20b%2Fc')?.params).toEqual({ id: 'a b%2Fc' });
    expect(match('/files')?.params).toEqual({});
    expect(match('/page')?.params).toEqual({ n: '1' });
  });

  it('match no other method, no missing and no further segment', () => {
    expect([match('/items/7', 'POST'), match('/items'), match('/items/7/8')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('refuse a constraint that is not known', () => {
    expect(() => compileRoute('a/{b:colour}', [], 'x')).toThrow('constraint "colour" is not known');
  });
});
