/** What policies send beside the answer. It changes nothing for callers and backends. */
export type Telemetry =
  | {
      readonly kind: 'metric';
      readonly name: string;
      readonly namespace: string;
      readonly value: number;
      readonly dimensions: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'event'; readonly loggerId: string; readonly text: string };
