import type { AwsApi, AwsRoute } from '../../model/aws.ts';
import { findMethod, findRoute } from '../sandbox/source-gateway/route.ts';
import { CaseBackend, type Sites } from './case-backend.ts';
import type { ComparisonCase } from './case.ts';
import { differencesOf } from './differences.ts';
import { explain, type Explained } from './explain.ts';
import type { Side } from './exchange.ts';
import { planTarget, type PlanTerms } from './planned-target.ts';
import { deploy, executeApiBase, gatewayOf, requestBelow, type Deployed, type Export } from './source-side.ts';
import { targetOf } from './target-side.ts';

/** What both gateways do with a request, and why where they do not do the same. */
export interface Comparison {
  readonly source: Side;
  readonly target: Side;
  readonly differences: readonly Explained[];
}

/** Asks both gateways the same, on one export. Every case is deployed and planned anew: none sees what another left. */
export class Comparer {
  readonly #from: Export;
  readonly #log: (message: string) => void;
  readonly #sites: Sites;
  readonly #terms: PlanTerms;

  /** @param log told of what one of the gateways could not simulate @param sites issuers and the like
   * @param terms what a run says besides taking every recommendation */
  constructor(from: Export, log: (message: string) => void, sites: Sites = new Map(), terms: PlanTerms = {}) {
    this.#from = from;
    this.#log = log;
    this.#sites = sites;
    this.#terms = terms;
  }

  /** @throws Error when the export is refused by the import of either side */
  async compare(one: ComparisonCase): Promise<Comparison> {
    return this.session(one)(one);
  }

  /** Both gateways as a case deploys them: what either keeps of one request it has for the next. @throws Error as `compare` */
  session(first: ComparisonCase): (one: ComparisonCase) => Promise<Comparison> {
    const deployed = deploy(this.#from, first);
    const planned = planTarget(this.#from, deployed, this.#terms);
    const askSource = this.#sourceOf(deployed, first);
    const backend = new CaseBackend(first.backend?.answers, this.#sites);
    const call = gatewayOf(deployed, backend, this.#log);
    const host = new URL(executeApiBase(deployed)).host;
    const askTarget = targetOf(planned.configuration, backend, { host, call });
    return async (one) => {
      const source = await askSource(one);
      const target = await askTarget(requestBelow(planned.base, one));
      if (target.defect !== undefined) this.#log(`target gateway: ${target.defect}`);
      const route = routeOf(deployed, planned.api, one);
      const differences = differencesOf(source, target);
      return {
        source,
        target,
        differences: explain({ source, target }, differences, planned.findings, planned.api, route),
      };
    };
  }

  #sourceOf(deployed: Deployed, first: ComparisonCase): (one: ComparisonCase) => Promise<Side> {
    const backend = new CaseBackend(first.backend?.answers, this.#sites);
    const call = gatewayOf(deployed, backend, this.#log);
    return async (one) => {
      const before = backend.requests.length;
      const response = await call(requestBelow(executeApiBase(deployed), one));
      return { response, backendRequests: backend.requests.slice(before) };
    };
  }
}

/** The route that API Gateway serves a request by. */
function routeOf({ state, apiId }: Deployed, api: AwsApi, { request }: ComparisonCase): AwsRoute | undefined {
  const rest = state.restApis.get(apiId);
  const http = state.httpApis.get(apiId);
  const found = rest
    ? findMethod(rest.resources, request.method, request.path)
    : findRoute(http?.routes ?? [], request.method, request.path);
  const own = api.routes.filter(({ path }) => path === found?.template);
  return own.find(({ method }) => method === request.method) ?? own.find(({ method }) => method === 'ANY');
}
