/** When a target counts as slower than its source: by both measures, so that neither a few milliseconds nor a share of many do alone. */
export interface LatencyThresholds {
  /** Times the source's mean. */
  readonly slowRatio: number;
  /** Milliseconds on top of the source's mean. */
  readonly slowByMs: number;
}

/**
 * Compares mean latencies in milliseconds; means, because that is what both services' metrics hold. Without the source's nobody
 * knows what callers were used to; without the target's there is no evidence, and that is not health.
 */
export function latencyVerdict(
  source: number | undefined,
  target: number | undefined,
  { slowRatio, slowByMs }: LatencyThresholds,
): 'healthy' | 'slow' | 'no-data' {
  if (source === undefined) return 'healthy';
  if (target === undefined) return 'no-data';
  return target > Math.max(source * slowRatio, source + slowByMs) ? 'slow' : 'healthy';
}
