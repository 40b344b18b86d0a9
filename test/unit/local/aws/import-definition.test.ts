import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { importRestApi, type BasePathMode } from '../../../../src/local/sandbox/aws/import-definition.ts';

interface Recorded {
  readonly file: string;
  readonly basepath?: BasePathMode;
  readonly warnings?: readonly string[];
  readonly routes?: readonly { readonly path: string; readonly method: string }[];
}

/** Recordings are no part of the project: they are compared with where they lie beside the checkout, as in CI. */
const FOLDER = fileURLToPath(new URL('../../../../../shared/data/aws-recorded/imports', import.meta.url));
const recorded = existsSync(FOLDER) ? (JSON.parse(readFileSync(`${FOLDER}/imports.json`, 'utf8')) as Recorded[]) : [];

const routesOf = (text: string, basepath: BasePathMode = 'ignore') => {
  const { api, warnings } = importRestApi(text, { basepath });
  const routes = api.resources.flatMap(({ path, resourceMethods }) =>
    Object.keys(resourceMethods ?? {}).map((verb) => `${verb} ${path}`),
  );
  return { routes: new Set(routes), warnings };
};

it('makes of each recorded definition the routes and warnings that AWS made', () => {
  for (const { file, basepath, routes, warnings } of recorded) {
    if (!routes) continue;
    const made = routesOf(readFileSync(`${FOLDER}/${file}`, 'utf8'), basepath);
    expect(made.routes).toEqual(new Set(routes.map(({ method, path }) => `${method} ${path}`)));
    expect(made.warnings).toEqual(warnings ?? []);
  }
});

it('splits a base path and refuses what is no definition', () => {
  const definition = 'swagger: "2.0"\nbasePath: /v1/shop\npaths:\n  /a/{id}:\n    x-amazon-apigateway-any-method: {}\n';
  expect(routesOf(definition, 'split').routes).toEqual(new Set(['ANY /shop/a/{id}']));
  expect(() => importRestApi('just text')).toThrow(/neither openapi nor swagger/);
});
