import type { AwsApi, AwsMethodSettings } from '../model/aws.ts';
import * as cs from '../csharp/build.ts';
import type { Construct } from '../model/construct.ts';
import type { LedgerEntry } from '../model/plan.ts';
import { below } from '../model/source-ref.ts';
import { generationOf } from '../model/tier.ts';
import { cacheLookup, cacheStore, choose, emitMetric } from '../policy/build.ts';
import type { PolicyElement, PolicyNode } from '../policy/tree.ts';
import {
  decide,
  defineFeature,
  enter,
  report,
  NOTHING,
  type Contribution,
  type Decided,
  type FeatureContext,
  type PolicyContribution,
} from './feature.ts';
import { gatewayAnswer } from './gateway-answer.ts';
import { settingFor } from './method-settings.ts';
import type { RoutePlan } from './handling.ts';

/** Seconds, where a method does not say (API Gateway guide, caching). */
const DEFAULT_TTL = 300;

/** Who keeps the answers of a method from now on. */
type Keeper = 'api-management' | 'origin' | 'nobody';

/** Answers to GET that a stage keeps for a time (docs: mapping, B6). */
export const responseCache = defineFeature({
  id: 'response-cache',
  fidelity: 'C',
  claims: ['cache'],
  findings: {
    'CACHE-CARRIED': {
      severity: 'review',
      differs: ['header', 'body', 'backend method', 'backend url'],
      message: 'Answers of {detail} are kept by API Management.',
      awsBehaviour:
        'What is kept is told apart by the path and the declared keys only; requests with Authorization are kept like others, and for all callers.',
      apimBehaviour:
        'Only answers of 200 are kept, by the whole address where no query parameter is a key; requests with Authorization are not, unless it is a key. The built-in cache is emptied by updates.',
      remedy: 'Compare the load on the backend; connect an external cache where it must survive updates.',
    },
    'CACHE-IN-CONSUMPTION': {
      severity: 'decision',
      differs: ['header', 'body', 'backend method', 'backend url'],
      message: 'Answers of {detail} have no built-in cache in the Consumption tier.',
      awsBehaviour: 'The stage has a cache of its own.',
      apimBehaviour:
        'Policies of the cache need an external one that is connected to the service; without it nothing is kept.',
      remedy: 'Decide whether the backend needs a cache before it.',
      options: [
        { name: 'no-cache', consequence: 'Every request reaches the backend.', recommended: true },
        {
          name: 'external-cache',
          consequence:
            'cache-lookup and cache-store name an external cache, which somebody connects to the service before the cutover; until then every request reaches the backend.',
        },
      ],
    },
    'CACHE-COUNTED': {
      severity: 'info',
      message: 'Hits and misses of the cache of {detail} are counted in Application Insights.',
      awsBehaviour: 'CloudWatch has CacheHitCount and CacheMissCount of the stage.',
      apimBehaviour:
        'CacheLookupCount counts what is looked up, CacheMissCount what is not found, by API and operation; a hit ends the section, so hits are the difference.',
      remedy: 'Point dashboards and alerts at these metrics.',
    },
    'CACHE-OF-ORIGIN': {
      severity: 'info',
      message: 'API Gateway still keeps answers of {detail}, as it stays their origin.',
      awsBehaviour: 'It does so for every request.',
      apimBehaviour: 'Every request reaches API Gateway.',
      remedy: 'Set the cache up in API Management when the backend moves.',
    },
    'CACHE-NOT-CARRIED': {
      severity: 'review',
      message: 'Answers of {detail} are no longer kept by the gateway.',
      awsBehaviour: 'Answers are kept for the time that the stage says.',
      apimBehaviour: 'A cache keeps answers to GET as the backend gives them, before they are mapped.',
      remedy: 'Add cache-lookup-value and cache-store-value where the backend needs it.',
    },
  },
  translate(api, context) {
    const settings = api.stage.methodSettings.filter(({ cachingEnabled }) => cachingEnabled);
    return settings.map((setting) => carry(setting, api, context)).reduce(joined, NOTHING);
  },
});

const joined = (a: Contribution, b: Contribution): Contribution => ({
  resources: [],
  policies: [...a.policies, ...b.policies],
  findings: [...a.findings, ...b.findings],
  entries: [...a.entries, ...b.entries],
});

const EXTERNAL = 'external-cache';

function carry(setting: AwsMethodSettings, api: AwsApi, context: FeatureContext): Contribution {
  const own = context.routes.filter(({ route, handling }) => {
    const isCached = setting.key !== '*/*' || route.method === 'GET' || route.method === 'ANY';
    return isCached && handling.kind !== 'blocked' && settingFor(route, api, api.stage.methodSettings) === setting;
  });
  const by = (wanted: Keeper): readonly RoutePlan[] => own.filter((plan) => keeperOf(plan) === wanted);
  const construct: Construct = { kind: 'cache', at: below(setting.at, 'caching') };
  const named = (plans: readonly RoutePlan[]): string =>
    plans.map(({ route }) => `${route.method} ${route.path}`).join(', ');
  // A constant answer needs no cache.
  const called = by('api-management').filter(({ handling }) => handling.kind === 'http');
  const decided = externalCache(construct, named(called), context);
  const codes = [
    ['CACHE-CARRIED', decided === undefined || decided.option === EXTERNAL ? by('api-management') : []],
    ['CACHE-OF-ORIGIN', by('origin')],
    ['CACHE-NOT-CARRIED', by('nobody')],
  ] as const;
  const [, kept] = codes[0];
  const isKept = setting.cacheTtl !== 0;
  const isCounted = context.applicationInsights !== undefined;
  return {
    ...NOTHING,
    policies: isKept ? kept.flatMap((plan) => policiesOf(plan, { setting, api, decided, isCounted })) : [],
    findings: [
      ...(decided === undefined ? [] : [decided.finding]),
      ...codes.flatMap(([code, plans]) =>
        plans.length === 0 ? [] : [report(responseCache, code, construct.at, named(plans))],
      ),
      ...(isKept && isCounted && called.length > 0 && kept.length > 0
        ? [report(responseCache, 'CACHE-COUNTED', construct.at, named(called))]
        : []),
    ],
    entries: entriesOf(construct, by('nobody').length > 0, decided),
  };
}

/** Whether answers are kept in Consumption, where no cache is built in; undefined where there is one, or nothing to keep. */
function externalCache({ at }: Construct, routes: string, context: FeatureContext): Decided | undefined {
  if (routes === '' || generationOf(context.tier) !== 'consumption') return undefined;
  return decide(report(responseCache, 'CACHE-IN-CONSUMPTION', at, routes), context);
}

function entriesOf(construct: Construct, isLeft: boolean, decided: Decided | undefined): LedgerEntry[] {
  const isOpen = decided?.isOpen ?? false;
  if (decided?.column === 'blocked') return enter('response-cache', [construct], 'blocked', isOpen);
  // A cache that nobody keeps any more is not carried, whoever decided so.
  const isGone = decided !== undefined && decided.option !== EXTERNAL;
  return enter('response-cache', [construct], isLeft || isGone ? 'manual' : 'differs', isOpen);
}

/** An answer that is made anew ends the outbound section before anything could be kept, a stream is not; a constant one needs no keeping. */
function keeperOf({ route, handling }: RoutePlan): Keeper {
  if (handling.kind === 'origin') return 'origin';
  const isAsItCame =
    handling.kind === 'mock' || (handling.kind === 'http' && handling.answer.length === 0 && !handling.isStreamed);
  return isAsItCame && (route.method === 'GET' || route.method === 'ANY') ? 'api-management' : 'nobody';
}

interface Kept {
  readonly setting: AwsMethodSettings;
  readonly api: AwsApi;
  readonly decided: Decided | undefined;
  /** Application Insights is there to count hits and misses. */
  readonly isCounted: boolean;
}

function policiesOf({ route, handling, operations }: RoutePlan, cached: Kept): readonly PolicyContribution[] {
  const operationIds = operations.filter(({ method }) => method === 'GET').map(({ id }) => id);
  if (handling.kind !== 'http') return [];
  const names = (place: string): readonly string[] =>
    (route.integration?.cacheKeyParameters ?? []).flatMap((key) => {
      const prefix = `method.request.${place}.`;
      return key.startsWith(prefix) ? [key.slice(prefix.length)] : [];
    });
  const headers = names('header');
  const lookup = cacheLookup({
    headers,
    query: names('querystring'),
    isExternal: cached.decided?.option === EXTERNAL,
    allowPrivate: headers.some((name) => name.toLowerCase() === 'authorization'),
  });
  const counted = cached.isCounted ? [counter('CacheLookupCount'), lookup, counter('CacheMissCount')] : [lookup];
  return [
    { operationIds, section: 'inbound', place: 'cache', nodes: lookups(counted, cached) },
    { operationIds, section: 'outbound', place: 'cache', nodes: [cacheStore(cached.setting.cacheTtl ?? DEFAULT_TTL)] },
  ];
}

/** What follows a lookup runs only when nothing was found (Microsoft Learn, cache-lookup; read 2026-11-29). */
const counter = (name: string): PolicyElement => emitMetric(name, 'response-cache', ['API ID', 'Operation ID']);

/** A caller may ask for a fresh answer where the stage lets him; else he is refused, or gets the kept one as before. */
function lookups(lookup: readonly PolicyNode[], { setting, api }: Kept): readonly PolicyNode[] {
  const { requireAuthorizationForCacheControl, unauthorizedCacheControlHeaderStrategy } = setting;
  const asksForFresh = cs.call(cs.requestHeader('Cache-Control'), 'Contains', 'max-age=0');
  if (requireAuthorizationForCacheControl === false)
    return [choose([{ condition: cs.not(asksForFresh), policies: lookup }])];
  if (unauthorizedCacheControlHeaderStrategy !== 'FAIL_WITH_403') return lookup;
  return [choose([{ condition: asksForFresh, policies: [gatewayAnswer(api, 'ACCESS_DENIED')] }]), ...lookup];
}
