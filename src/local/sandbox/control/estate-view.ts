import type { AwsState } from '../aws/state.ts';

/** What an operator of the account knows of it. */
export interface EstateView {
  readonly accountId: string;
  readonly region: string;
  readonly apis: readonly {
    readonly id: string;
    readonly name: string;
    readonly type: 'REST' | 'HTTP' | 'WEBSOCKET';
    readonly stages: readonly string[];
  }[];
  readonly hostnames: readonly string[];
  /** Names of the public hosted zones, without the trailing dot. */
  readonly zones: readonly string[];
}

export function estateView(state: AwsState): EstateView {
  const rest = [...state.restApis].map(([id, { api, stages }]) => ({
    id,
    name: api.name ?? '',
    type: 'REST' as const,
    stages: stages.map(({ stageName }) => stageName ?? ''),
  }));
  const http = [...state.httpApis].map(([id, { api, stages }]) => ({
    id,
    name: api.Name ?? '',
    type: api.ProtocolType ?? ('HTTP' as const),
    stages: stages.map(({ StageName }) => StageName ?? ''),
  }));
  return {
    accountId: state.accountId,
    region: state.region,
    apis: [...rest, ...http],
    hostnames: [...state.domainNames.keys()],
    zones: [...state.hostedZones.values()]
      .filter(({ zone }) => zone.Config?.PrivateZone !== true)
      .map(({ zone }) => (zone.Name ?? '').replace(/\.$/, '')),
  };
}
