import type { AwsState } from '../aws/state.ts';

export interface EstateApiView {
  readonly id: string;
  readonly name: string;
  readonly type: 'REST' | 'HTTP' | 'WEBSOCKET';
  readonly stages: readonly string[];
}

/** What an operator of the account knows of it. */
export interface EstateView {
  readonly accountId: string;
  readonly region: string;
  /** Those that answer at a custom domain name: what a migration moves. */
  readonly apis: readonly EstateApiView[];
  /** The others of the region. */
  readonly otherApis: readonly EstateApiView[];
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
  const named = new Set([...state.domainNames.values()].flatMap(({ mappings }) => mappings.map(({ ApiId }) => ApiId)));
  const all: EstateApiView[] = [...rest, ...http];
  return {
    accountId: state.accountId,
    region: state.region,
    apis: all.filter(({ id }) => named.has(id)),
    otherApis: all.filter(({ id }) => !named.has(id)),
    hostnames: [...state.domainNames.keys()],
    zones: [...state.hostedZones.values()]
      .filter(({ zone }) => zone.Config?.PrivateZone !== true)
      .map(({ zone }) => (zone.Name ?? '').replace(/\.$/, '')),
  };
}
