import { importRestApi, ImportRefused, type BasePathMode, type RestApiImport } from '../import-definition.ts';
import type { OperationRoute } from '../rest-service.ts';
import type { RoutedRequest } from '../router.ts';
import type { AwsState, RestApiState } from '../state.ts';
import { AwsError, badRequest } from '../wire.ts';
import { createDeployment, createStage } from './deploy.ts';
import { json } from './paging.ts';
import { findRestApi } from './get.ts';

type Body = Readonly<Record<string, unknown>>;

/** The writes that put an API up: import, overwrite or merge, deploy, stage. */
export function restApiWrites(state: AwsState): OperationRoute[] {
  return [
    {
      operation: 'ImportRestApi',
      method: 'POST',
      pattern: '/restapis',
      handle: (routed) => {
        if (routed.query.get('mode') !== 'import') throw badRequest('Only ImportRestApi (mode=import) is simulated');
        const imported = importBody(routed);
        state.restApis.set(imported.api.api.id ?? '', imported.api);
        return json(withWarnings(imported), 201);
      },
    },
    { operation: 'PutRestApi', method: 'PUT', pattern: '/restapis/{api}', handle: (routed) => put(state, routed) },
    {
      operation: 'CreateDeployment',
      method: 'POST',
      pattern: '/restapis/{api}/deployments',
      handle: (routed) => {
        const api = findRestApi(state, routed);
        const body = bodyOf(routed);
        const { deployment } = createDeployment(api, body['description'] as string | undefined);
        if (typeof body['stageName'] === 'string') stageOver(api, body['stageName'], deployment.id ?? '', body);
        return json(deployment, 201);
      },
    },
    {
      operation: 'CreateStage',
      method: 'POST',
      pattern: '/restapis/{api}/stages',
      handle: (routed) => {
        const api = findRestApi(state, routed);
        const { stageName, deploymentId, ...settings } = bodyOf(routed);
        if (!api.deployments.has(String(deploymentId))) throw badRequest('Invalid deployment identifier specified');
        if (api.stages.some((stage) => stage.stageName === stageName))
          throw new AwsError('ConflictException', 'Stage already exists', 409);
        return json(createStage(api, String(stageName), String(deploymentId), settings), 201);
      },
    },
  ];
}

function bodyOf({ request }: RoutedRequest): Body {
  return JSON.parse(request.body.toString('utf8') || '{}') as Body;
}

function stageOver(api: RestApiState, stageName: string, deploymentId: string, body: Body): void {
  const existing = api.stages.find((stage) => stage.stageName === stageName);
  if (existing) existing.deploymentId = deploymentId;
  else createStage(api, stageName, deploymentId, { variables: (body['variables'] ?? {}) as Record<string, string> });
}

function importBody(routed: RoutedRequest): RestApiImport {
  try {
    const basepath = (routed.query.get('basepath') ?? 'ignore') as BasePathMode;
    const imported = importRestApi(routed.request.body.toString('utf8'), { basepath });
    if (routed.query.get('failonwarnings') === 'true' && imported.warnings.length > 0)
      throw badRequest(`Warnings found during import: ${imported.warnings.join(' ')}`);
    return imported;
  } catch (error) {
    if (error instanceof ImportRefused) throw badRequest(error.message);
    throw error;
  }
}

const withWarnings = ({ api, warnings }: RestApiImport): unknown =>
  warnings.length > 0 ? { ...api.api, warnings } : api.api;

/** PutRestApi: `overwrite` replaces the tree; `merge` adds to it, binary media types included (recorded 2025-07-02). */
function put(state: AwsState, routed: RoutedRequest): ReturnType<typeof json> {
  const current = findRestApi(state, routed);
  const imported = importBody(routed);
  const merge = routed.query.get('mode') === 'merge';
  const next = imported.api;
  const binary = [...(merge ? (current.api.binaryMediaTypes ?? []) : []), ...(next.api.binaryMediaTypes ?? [])];
  const keep = <T>(old: readonly T[], fresh: readonly T[], key: (item: T) => unknown): T[] =>
    merge ? [...old.filter((item) => !fresh.some((other) => key(other) === key(item))), ...fresh] : [...fresh];
  const api: RestApiState = {
    ...current,
    api: {
      ...current.api,
      ...next.api,
      id: current.api.id,
      ...(binary.length > 0 ? { binaryMediaTypes: [...new Set(binary)] } : {}),
    },
    resources: keep(current.resources, next.resources, ({ path }) => path),
    models: keep(current.models, next.models, ({ name }) => name),
    requestValidators: keep(current.requestValidators, next.requestValidators, ({ name }) => name),
    authorizers: keep(current.authorizers, next.authorizers, ({ name }) => name),
    gatewayResponses: keep(current.gatewayResponses, next.gatewayResponses, ({ responseType }) => responseType),
  };
  state.restApis.set(current.api.id ?? '', api);
  return json(withWarnings({ ...imported, api }));
}
