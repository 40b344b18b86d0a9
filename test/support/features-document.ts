import { readdirSync } from 'node:fs';
import { CATALOGUE } from '../../src/features/catalogue/catalogue.ts';
import type { Carriage, CatalogueRow } from '../../src/features/catalogue/row.ts';
import { ALL_FEATURES } from '../../src/features/registry.ts';

const CARRIAGE: Readonly<Record<Carriage, string>> = {
  applied: 'applied',
  planned: 'applied, seen by no request',
  origin: 'API Gateway stays the origin',
  artefact: 'a file to deploy',
  given: 'given by the service',
  finding: 'finding only',
};

const features = [...ALL_FEATURES.api, ...ALL_FEATURES.account];
const codesOf = (id: string): readonly string[] => Object.keys(features.find((each) => each.id === id)?.findings ?? {});

/** Folders of goldens and tests that carry a feature's name; every account feature is asked by every-field.test.ts. */
function testsOf(id: string): readonly string[] {
  const own = readdirSync('test/features', { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith(`${id}.test.ts`))
    .map((path) => `test/features/${path}`);
  return own.length > 0 ? own : ['test/unit/planning/every-field.test.ts'];
}

/** docs/features.md: every construct of API Gateway and what becomes of it, from the registry and the catalogue. */
export function featuresDocument(): string {
  const rows = CATALOGUE.flatMap((group) => group.rows);
  const count = (of: readonly CatalogueRow[], carriage: Carriage): string =>
    String(of.filter((row) => row.carriage === carriage).length);
  return [
    '# What becomes of API Gateway',
    '',
    'Generated from the registry of features and its catalogue: `npx vitest run --project unit test/unit/features/catalogue.test.ts -u`.',
    'Fidelity is what the mapping promises: E exact, C with a caveat, D by decision, U unsupported.',
    '',
    '| group | rows | applied | applied, seen by no request | API Gateway stays the origin | a file to deploy | given by the service | finding only |',
    '| --- | --- | --- | --- | --- | --- | --- | --- |',
    ...[...CATALOGUE, { id: 'all', title: '', rows }].map(
      ({ id, title, rows: own }) =>
        `| ${`${id} ${title}`.trim()} | ${own.length} | ${count(own, 'applied')} | ${count(own, 'planned')} | ${count(own, 'origin')} | ${count(own, 'artefact')} | ${count(own, 'given')} | ${count(own, 'finding')} |`,
    ),
    ...CATALOGUE.flatMap(({ id, title, rows: own }) => ['', `## ${id} ${title}`, '', ...table(own)]),
    '',
  ].join('\n');
}

function table(rows: readonly CatalogueRow[]): readonly string[] {
  return [
    '| construct | target | fidelity | today | features | findings | tests |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...rows.map(({ aws, target, fidelity, carriage, by }) =>
      [
        '',
        aws,
        target,
        fidelity,
        CARRIAGE[carriage],
        by.join(', '),
        by.flatMap(codesOf).join(', '),
        [...new Set(by.filter((id) => id !== 'planning').flatMap(testsOf))].join(', ') || 'test/unit/planning',
        '',
      ]
        .join(' | ')
        .trim(),
    ),
  ];
}
