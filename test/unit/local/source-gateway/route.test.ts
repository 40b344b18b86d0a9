import { expect, test } from 'vitest';
import { matchPath } from '../../../../src/local/sandbox/source-gateway/match-path.ts';
import { findMethod, findRoute } from '../../../../src/local/sandbox/source-gateway/route.ts';

test('a trailing slash and doubled leading ones match; a greedy variable needs a segment', () => {
  expect(matchPath('/orders/{id}', '//orders/7/')).toEqual({ id: '7' });
  expect(matchPath('/{proxy+}', '/a/b/c')).toEqual({ proxy: 'a/b/c' });
  expect(matchPath('/files/{proxy+}', '/files')).toBeUndefined();
});

test('a fixed path without the verb falls to the greedy one, fixed ANY beats a greedy verb', () => {
  const resources = [
    { path: '/{proxy+}', resourceMethods: { GET: { operationName: 'greedy' } } },
    { path: '/orders', resourceMethods: { POST: { operationName: 'create' } } },
    { path: '/any', resourceMethods: { ANY: { operationName: 'any' } } },
  ];
  expect(findMethod(resources, 'GET', '/orders')?.served.operationName).toBe('greedy');
  expect(findMethod(resources, 'GET', '/any')?.served.operationName).toBe('any');
  expect(findMethod(resources, 'PUT', '/orders')).toBeUndefined();
});

test('an HTTP API takes the fullest match, then $default', () => {
  const routes = ['$default', 'ANY /{proxy+}', 'GET /orders/{id}', 'ANY /orders/{id}'].map((RouteKey) => ({
    RouteKey,
  }));
  expect(findRoute(routes, 'GET', '/orders/1')?.served.RouteKey).toBe('GET /orders/{id}');
  expect(findRoute(routes, 'PUT', '/orders/1')?.served.RouteKey).toBe('ANY /orders/{id}');
  expect(findRoute(routes, 'PUT', '/')?.served.RouteKey).toBe('$default');
});
