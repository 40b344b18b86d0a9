import type { UsagePlanState } from '../state.ts';
import { badRequest, notFound } from '../wire.ts';

const DAY_MS = 86_400_000;
/** Usage is kept for 90 days (API Gateway developer guide, usage plans, 2026-11-25). */
const LONGEST_DAYS = 90;

/** GetUsage: for each key a pair of requests made and requests left, day by day. */
export function usageOf({ plan, keyIds, requestsPerDay = {} }: UsagePlanState, query: URLSearchParams): unknown {
  const [start, end] = [dayOf(query.get('startDate')), dayOf(query.get('endDate'))];
  const days = (end - start) / DAY_MS + 1;
  if (days < 1 || days > LONGEST_DAYS) throw badRequest('Invalid date range specified');
  const keyId = query.get('keyId');
  if (keyId !== null && !keyIds.includes(keyId)) throw notFound('Invalid API Key identifier specified');
  const limit = plan.quota?.limit;
  const keys = keyIds.filter((id) => keyId === null || id === keyId);
  const rows = keys.map((id) => {
    const used = requestsPerDay[id] ?? 0;
    // Without a quota what is left is told as the largest number there is.
    const left = (day: number): number =>
      limit === undefined ? 2_147_483_647 : Math.max(0, limit - used * new Date(start + day * DAY_MS).getUTCDate());
    return [id, Array.from({ length: days }, (_, day) => [used, left(day)])] as const;
  });
  return {
    usagePlanId: plan.id,
    startDate: query.get('startDate'),
    endDate: query.get('endDate'),
    values: Object.fromEntries(rows),
  };
}

function dayOf(date: string | null): number {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(date ?? '') ? Date.parse(`${date}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(at)) throw badRequest('Invalid date format. Format must be YYYY-MM-DD');
  return at;
}
