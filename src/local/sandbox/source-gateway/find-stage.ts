import type { Stage } from '@aws-sdk/client-api-gateway';
import type { Stage as V2Stage } from '@aws-sdk/client-apigatewayv2';
import type { AwsState, HttpApiState, RestApiSnapshot } from '../aws/state.ts';

export type ServedStage =
  | {
      readonly kind: 'rest';
      readonly apiId: string;
      readonly apiName: string;
      readonly stage: Stage;
      readonly served: RestApiSnapshot;
    }
  | {
      readonly kind: 'http';
      readonly apiId: string;
      readonly apiName: string;
      readonly stage: V2Stage;
      readonly served: HttpApiState;
    };

export interface StageMatch {
  readonly target: ServedStage;
  /** The mapping key that a custom domain took off the path, with its leading slash; else empty. */
  readonly basePath: string;
  /** Below the stage or the mapping key, with its leading slash. */
  readonly path: string;
}

/** The stage that a host and path reach: by the longest mapping of a custom domain, or by the execute-api host. */
export function findStage(state: AwsState, hostname: string, path: string): StageMatch | undefined {
  const domain = state.domainNames.get(hostname);
  if (domain) {
    const longestFirst = domain.mappings.toSorted((one, other) => keyOf(other).length - keyOf(one).length);
    for (const mapping of longestFirst) {
      const rest = below(path, keyOf(mapping));
      const target = rest === undefined ? undefined : stageOf(state, mapping.ApiId ?? '', mapping.Stage ?? '');
      if (rest !== undefined && target) {
        const key = keyOf(mapping);
        return { target, basePath: key === '' ? '' : `/${key}`, path: rest };
      }
    }
    return undefined;
  }
  const apiId = /^([a-z0-9]+)\.execute-api\./.exec(hostname)?.[1];
  if (apiId === undefined) return undefined;
  const first = path.split('/')[1] ?? '';
  const named = stageOf(state, apiId, first);
  if (named) return isOpen(state, apiId) ? { target: named, basePath: '', path: below(path, first) ?? '/' } : undefined;
  const fallback = stageOf(state, apiId, '$default');
  return fallback && isOpen(state, apiId) ? { target: fallback, basePath: '', path } : undefined;
}

function keyOf(mapping: { readonly ApiMappingKey?: string | undefined }): string {
  return mapping.ApiMappingKey === '(none)' ? '' : (mapping.ApiMappingKey ?? '');
}

function below(path: string, key: string): string | undefined {
  if (key === '') return path;
  if (path === `/${key}`) return '/';
  return path.startsWith(`/${key}/`) ? path.slice(key.length + 1) : undefined;
}

function isOpen(state: AwsState, apiId: string): boolean {
  const api = state.restApis.get(apiId)?.api;
  return !(api?.disableExecuteApiEndpoint ?? state.httpApis.get(apiId)?.api.DisableExecuteApiEndpoint ?? false);
}

function stageOf(state: AwsState, apiId: string, name: string): ServedStage | undefined {
  const rest = state.restApis.get(apiId);
  const stage = rest?.stages.find(({ stageName }) => stageName === name);
  const served = rest?.deployments.get(stage?.deploymentId ?? '');
  if (rest && stage && served) return { kind: 'rest', apiId, apiName: rest.api.name ?? '', stage, served };
  const http = state.httpApis.get(apiId);
  const httpStage = http?.stages.find(({ StageName }) => StageName === name);
  if (http && httpStage) {
    const served = { ...http, ...http.snapshots?.get(httpStage.DeploymentId ?? '') };
    return { kind: 'http', apiId, apiName: http.api.Name ?? '', stage: httpStage, served };
  }
  return undefined;
}
