/** Requests that one side answered since `from`. Counts only grow; `undefined` from a reader means that there is no data. */
export interface TrafficCounts {
  readonly requests: number;
  /** 5xx. */
  readonly serverErrors: number;
  /** 4xx, where the service counts them together. */
  readonly clientErrors?: number;
  /** 401 and 403, where the service tells them apart. */
  readonly denied?: number;
  readonly throttled?: number;
  /** Milliseconds, mean. */
  readonly latencyMs?: number;
}

export interface SourceTraffic {
  counts(
    scope: { account: string; region: string; roleArn?: string },
    apis: readonly { apiId: string; name: string; stage: string }[],
    from: string,
    to: string,
  ): Promise<TrafficCounts | undefined>;
}

export interface TargetTraffic {
  counts(apiIds: readonly string[], from: string, to: string): Promise<TrafficCounts | undefined>;
}
