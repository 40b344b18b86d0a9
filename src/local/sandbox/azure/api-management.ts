import type { SandboxResponse } from '../http-server.ts';
import { json, Refusal } from './answers.ts';
import { currentRevisionPath, revisionsOf } from './api-revisions.ts';
import { servicePath, type ArmContext, type ArmRequest } from './context.ts';
import { entity } from './entity.ts';
import { remove } from './resource-removal.ts';
import { apimEtag, childrenOf, findResource, putResource } from './resource-store.ts';
import { checkParent, notFound, typeOf, type ResourceType } from './resource-types.ts';
import { newKey, patch, put } from './resource-write.ts';
import type { ArmResource, AzureState } from './state.ts';
import { checkBelowWebSocket } from './websocket-api.ts';

/** Answers what is below the service: `segments` alternate collection and name. */
export function apiManagement(context: ArmContext, asked: ArmRequest, path: readonly string[]): SandboxResponse {
  const segments = currentRevisionPath(context.state, path);
  const arm = { ...asked, path: `${servicePath(context.state)}/${segments.join('/')}` };
  const { method } = arm.request;
  if (segments.length % 2 === 1) return collectionOrAction(context, arm, segments);
  const type = typeOf(segments);
  const existing = findResource(context.state, arm.path);
  const operation = arm.request.url.searchParams.get('azure-asyncId') ?? arm.request.url.searchParams.get('asyncId');
  if (operation !== null) return poll(context, arm, operation, existing);
  if (method === 'PUT') return put(context, arm, segments, type);
  checkParent(context.state, segments);
  if (method === 'DELETE' && type.type === 'apis/operations')
    checkBelowWebSocket(context.state, segments, type.type, {});
  if (method === 'DELETE') return remove(context, arm, type, existing);
  const isLink = type.assigns !== undefined && type.isReadable !== true;
  if (isLink && method === 'GET')
    return json(405, { Message: "The requested resource does not support http method 'GET'." });
  if (!existing) throw notFound(type);
  if (method === 'HEAD')
    return isLink && type.hasEtag !== true ? json(204) : json(200, undefined, { ETag: existing.etag });
  if (method === 'GET') {
    const format = arm.request.url.searchParams.get('format');
    return json(200, entity(context.state, existing, 'read', format), { ETag: existing.etag });
  }
  if (method === 'PATCH') return patch(context, arm, segments, type, existing);
  throw new Refusal(405, 'MethodNotAllowed', `${method} is not supported here.`);
}

function collectionOrAction(context: ArmContext, arm: ArmRequest, segments: readonly string[]): SandboxResponse {
  const last = segments.at(-1) as string;
  const parentPath = arm.path.slice(0, arm.path.lastIndexOf('/'));
  if (arm.request.method === 'POST') return action(context, parentPath, last, typeOf(segments.slice(0, -1)));
  checkParent(context.state, [...segments, '']);
  if (/^revisions$/i.test(last)) return revisions(context.state, parentPath);
  typeOf([...segments, '']);
  const value = childrenOf(context.state, parentPath, last).map((one) => entity(context.state, one, 'listed'));
  return json(200, { value, count: value.length });
}

function revisions(state: AzureState, apiPath: string): SandboxResponse {
  const name = (apiPath.split('/').at(-1) as string).split(';')[0] as string;
  const value = revisionsOf(state, name).map((api) => {
    const revision = String(api.properties['apiRevision']);
    const id = `/apis/${name};rev=${revision}`;
    const at = new Date().toISOString();
    const path = `/${String(api.properties['path'])}`;
    const isCurrent = api.properties['isCurrent'] === true;
    const privateUrl = isCurrent ? path : `${path};rev=${revision}`;
    const dates = { createdDateTime: at, updatedDateTime: at };
    return {
      id: `${id}/revisions/${name};rev=${revision}`,
      apiId: id,
      apiRevision: revision,
      ...dates,
      privateUrl,
      isOnline: true,
      isCurrent,
    };
  });
  return json(200, { value, count: value.length });
}

function action(context: ArmContext, path: string, name: string, type: ResourceType): SandboxResponse {
  const resource = findResource(context.state, path);
  if (!resource) throw notFound(type);
  if (name === 'listSecrets' || name === 'listValue') return json(200, resource.secrets ?? {}, { ETag: resource.etag });
  const regenerated = /^regenerate(Primary|Secondary)Key$/.exec(name)?.[1];
  if (regenerated === undefined) throw new Refusal(404, 'InvalidAction', `There is no action ${name}.`);
  const secrets = { ...resource.secrets, [`${regenerated.toLowerCase()}Key`]: newKey() };
  putResource(context.state, { ...resource, secrets }, apimEtag);
  return json(204);
}

function poll(
  context: ArmContext,
  arm: ArmRequest,
  operation: string,
  existing: ArmResource | undefined,
): SandboxResponse {
  const status = context.operations.status(operation);
  if (status === undefined) throw new Refusal(404, 'ResourceNotFound', 'Operation not found.');
  if (arm.request.url.searchParams.has('azure-asyncId')) return json(200, { status });
  if (status === 'InProgress') return json(202, undefined, { Location: arm.request.url.href });
  const code = Number(arm.request.url.searchParams.get('asyncCode') ?? 200);
  return existing ? json(code, entity(context.state, existing, 'read'), { ETag: existing.etag }) : json(204);
}
