import { readCase, type ComparisonCase } from '../../src/local/compare/case.ts';
import type { Sites } from '../../src/local/compare/case-backend.ts';
import { Comparer, type Comparison } from '../../src/local/compare/compare.ts';
import type { PlanTerms } from '../../src/local/compare/planned-target.ts';
import { readExport } from '../../src/local/compare/source-side.ts';

/** What a parity test reads of both sides. */
export interface Asked extends Comparison {
  readonly statuses: readonly [number, number];
  /** Where the sides differ, with the finding that announces it. */
  readonly open: readonly string[];
}

type Request = ComparisonCase['request'];

/** An API of one integration, or of several by `VERB /path`. */
export function definitionOf(
  operations: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  around: Readonly<Record<string, unknown>> = {},
): string {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const [name, { operation, ...integration }] of Object.entries(operations)) {
    const [verb = '', path = ''] = name.split(' ');
    const key = verb === 'ANY' ? 'x-amazon-apigateway-any-method' : verb.toLowerCase();
    (paths[path] ??= {})[key] = {
      'responses': { default: { description: 'any' } },
      'x-amazon-apigateway-integration': integration,
      ...(operation as object | undefined),
    };
  }
  return JSON.stringify({ openapi: '3.0.1', info: { title: 'parity', version: '1' }, paths, ...around });
}

/** Asks both gateways on a definition. A policy that the simulator cannot run fails the test. */
export function bothGateways(definition: string, sites: Sites = new Map(), terms: PlanTerms = {}) {
  const comparer = comparerOf(definition, sites, terms);
  return async (request: Partial<Request> & Pick<Request, 'path'>, rest: object = {}): Promise<Asked> =>
    asked(await comparer.compare(caseOf(request, rest)));
}

/** The same, on gateways that stay: what they keep of one request they have for the next. `rest` is that of every request. */
export function lastingGateways(definition: string, rest: object, sites: Sites = new Map(), terms: PlanTerms = {}) {
  const ask = comparerOf(definition, sites, terms).session(caseOf({ path: '/' }, rest));
  return async (request: Partial<Request> & Pick<Request, 'path'>): Promise<Asked> =>
    asked(await ask(caseOf(request, rest)));
}

function comparerOf(definition: string, sites: Sites, terms: PlanTerms): Comparer {
  const log = (message: string): void => {
    if (message.startsWith('target gateway')) throw new Error(message);
  };
  return new Comparer(readExport(definition), log, sites, terms);
}

const caseOf = (request: Partial<Request> & Pick<Request, 'path'>, rest: object): ComparisonCase =>
  readCase(JSON.stringify({ request: { method: 'GET', ...request }, ...rest }));

function asked(comparison: Comparison): Asked {
  const { source, target, differences } = comparison;
  return {
    ...comparison,
    statuses: [source.response.status, target.response.status],
    open: differences.filter(({ finding }) => finding === undefined).map(({ where }) => where),
  };
}

/** What a backend answers in a case. */
export const answering = (
  status: number,
  headers: readonly (readonly [string, string])[] = [],
  body = '',
): { readonly backend: unknown } => ({ backend: { answers: { status, headers, body } } });
