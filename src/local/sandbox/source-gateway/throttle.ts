import type { MethodSetting, Stage, UsagePlan } from '@aws-sdk/client-api-gateway';
import type { Stage as HttpStage } from '@aws-sdk/client-apigatewayv2';
import { TokenBucket } from '../aws/token-bucket.ts';
import { isStageOf, type PlanOfKey } from './api-key.ts';
import type { GatewayCall } from './call.ts';
import { Refusal } from './refusal.ts';

/** The account's default in a region, a second and at once (Amazon API Gateway quotas). */
const ACCOUNT_RATE = 10_000;
const ACCOUNT_BURST = 5000;

interface Limit {
  readonly rate?: number | undefined;
  readonly burst?: number | undefined;
}

/**
 * Token buckets and quota counters of a gateway, kept between calls. A changed limit starts a bucket anew, as the limits
 * are part of its name.
 */
export class Throttles {
  readonly #buckets = new Map<string, TokenBucket>();
  readonly #used = new Map<string, number>();

  /** A stage's limits. Each method has a bucket of its own, shared by all callers, under its own settings or `*` ones. */
  passRestStage(call: GatewayCall, verb: string, stage: Stage): void {
    const settings = stage.methodSettings ?? {};
    const limit = limitOf(methodSetting(settings, call, verb)) ?? limitOf(settings['*/*']);
    this.#take(`${call.apiId}/${call.stageName}/${verb} ${call.template}`, limit, throttled);
  }

  /** Limits of an HTTP API's route, else of the stage's default settings. */
  passHttpStage(call: GatewayCall, routeKey: string, stage: HttpStage): void {
    const settings = stage.RouteSettings?.[routeKey] ?? stage.DefaultRouteSettings;
    const limit = { rate: settings?.ThrottlingRateLimit, burst: settings?.ThrottlingBurstLimit };
    this.#take(`${call.apiId}/${call.stageName}/${routeKey}`, limit, throttled);
  }

  /**
   * A key's throttle and quota in its plan, over all stages of the plan, and its throttle of this method.
   * @param now milliseconds since the epoch
   */
  passPlan(call: GatewayCall, verb: string, { plan, keyId }: PlanOfKey, now: number): void {
    const name = `${plan.id}/${keyId}`;
    const ofMethods = plan.apiStages?.find((entry) => isStageOf(call, entry))?.throttle ?? {};
    const own = byMethod(ofMethods, call, verb);
    if (own)
      this.#take(`${name}/${verb} ${call.template}`, { rate: own.rateLimit, burst: own.burstLimit }, limitExceeded);
    this.#take(name, { rate: plan.throttle?.rateLimit, burst: plan.throttle?.burstLimit }, limitExceeded);
    if (plan.quota?.limit === undefined) return;
    const counter = `${name}/${periodStart(plan, now)}`;
    const used = this.#used.get(counter) ?? 0;
    if (used >= plan.quota.limit) throw new Refusal('QUOTA_EXCEEDED', 429, 'Limit Exceeded');
    this.#used.set(counter, used + 1);
  }

  #take(name: string, limit: Limit | undefined, refuse: () => Refusal): void {
    if (limit?.rate === undefined && limit?.burst === undefined) return;
    // One without the other: the account's default stands in.
    const rate = limit.rate ?? ACCOUNT_RATE;
    const burst = limit.burst ?? ACCOUNT_BURST;
    const key = `${name} ${rate} ${burst}`;
    const bucket = this.#buckets.get(key) ?? new TokenBucket(rate, burst);
    this.#buckets.set(key, bucket);
    if (!bucket.take()) throw refuse();
  }
}

/** A setting's limits; a negative one, as the service returns it, limits nothing. */
function limitOf(setting: MethodSetting | undefined): Limit | undefined {
  const rate = positive(setting?.throttlingRateLimit);
  const burst = positive(setting?.throttlingBurstLimit);
  return rate === undefined && burst === undefined ? undefined : { rate, burst };
}

function positive(value: number | undefined): number | undefined {
  return value === undefined || value < 0 ? undefined : value;
}

function methodSetting(
  settings: Readonly<Record<string, MethodSetting>>,
  call: GatewayCall,
  verb: string,
): MethodSetting | undefined {
  return byMethod(settings, call, verb) ?? byMethod(settings, call, '*');
}

/** Entries are keyed `{path}/{VERB}`, the path's slashes plain or as `~1`. */
function byMethod<Entry>(entries: Readonly<Record<string, Entry>>, call: GatewayCall, verb: string): Entry | undefined {
  const wanted = `${call.template}/${verb}`;
  return Object.entries(entries).find(([key]) => settingKey(key) === wanted)?.[1];
}

function settingKey(key: string): string {
  const plain = key.replaceAll('~1', '/');
  return plain.startsWith('/') ? plain : `/${plain}`;
}

/** The day, week or month (UTC) that a quota counts in; a week starts on Sunday plus the plan's offset. */
function periodStart({ quota }: UsagePlan, now: number): string {
  const date = new Date(now - (quota?.offset ?? 0) * 86_400_000);
  if (quota?.period === 'MONTH') return date.toISOString().slice(0, 7);
  if (quota?.period === 'WEEK') date.setUTCDate(date.getUTCDate() - date.getUTCDay());
  return date.toISOString().slice(0, 10);
}

function throttled(): Refusal {
  return new Refusal('THROTTLED', 429, 'Too Many Requests');
}

function limitExceeded(): Refusal {
  return new Refusal('THROTTLED', 429, 'Limit Exceeded');
}
