import type { ApiManagementClient } from '@azure/arm-apimanagement';
import { FailureError } from '../../model/outcome.ts';
import type {
  ApiManagement,
  ApimInfrastructure,
  ApimPrecondition,
  ApimResource,
  ApimResourceRead,
  ApimService,
  ApimWrite,
} from '../../ports/api-management.ts';
import type { AzureClients } from './clients.ts';
import { azureFailure, withAzureFailures } from './failures.ts';
import { collectionAt, resourceAt } from './resources/paths.ts';
import type { ResourceKind, ServiceAddress, WritePoller } from './resources/resource-kind.ts';
import { itemsOf, WireRecorder } from './wire.ts';

/** An operation as histories keep it: what was written where, and the SDK poller's state (about 300 bytes, no secrets). */
interface PendingWrite {
  readonly verb: 'write' | 'remove' | 'infrastructure';
  readonly path: string;
  readonly poller: string;
}

const ANY = '*';
/** A poller that is taken up again sends nothing. */
const NOTHING: ApimInfrastructure = { hostnames: [], certificates: [], customProperties: {} };

/** The ApiManagement port over @azure/arm-apimanagement: resources by path, through the table in resources/paths.ts. */
export function apiManagement(
  clients: AzureClients,
  target: ServiceAddress & { readonly subscriptionId: string },
): ApiManagement {
  const at = { resourceGroup: target.resourceGroup, service: target.service };
  const connected = <T>(call: (client: ApiManagementClient) => Promise<T>): Promise<T> =>
    withAzureFailures(async () => call(await clients.apiManagement(target.subscriptionId)));
  return {
    service: () => connected((client) => readService(client, at)),
    read: (path) => connected((client) => readResource(client, at, path)),
    list: (collection) => connected((client) => listCollection(client, at, collection)),
    write: (resource, precondition) => connected((client) => writeResource(client, at, resource, precondition)),
    remove: (path, precondition) => connected((client) => removeResource(client, at, path, precondition)),
    continueWrite: (operation) => connected((client) => pollWrite(client, at, operation)),
    writeInfrastructure: (wanted, etag) => connected((client) => writeInfrastructure(client, at, wanted, etag)),
  };
}

async function readService(client: ApiManagementClient, at: ServiceAddress): Promise<ApimService> {
  const wire = new WireRecorder();
  await client.apiManagementService.get(at.resourceGroup, at.service, { onResponse: wire.onResponse });
  const body = wire.body();
  const properties = body['properties'] as Record<string, unknown>;
  return {
    gatewayUrl: String(properties['gatewayUrl']),
    provisioningState: String(properties['provisioningState']),
    skuName: String((body['sku'] as { name?: unknown } | undefined)?.name),
    etag: wire.etag ?? '',
    infrastructure: {
      hostnames: (properties['hostnameConfigurations'] ?? []) as readonly Record<string, unknown>[],
      certificates: (properties['certificates'] ?? []) as readonly Record<string, unknown>[],
      customProperties: (properties['customProperties'] ?? {}) as Record<string, string>,
    },
  };
}

async function readResource(
  client: ApiManagementClient,
  at: ServiceAddress,
  path: string,
): Promise<ApimResourceRead | undefined> {
  const { kind, ids } = resourceAt(path);
  const wire = new WireRecorder();
  try {
    await kind.read({ client, at, ids }, { onResponse: wire.onResponse });
  } catch (error) {
    const failure = azureFailure(error);
    if (failure.failure.kind === 'missing') return undefined;
    throw failure;
  }
  if (kind.headOnly) return { path, properties: {}, etag: '' };
  return { path, properties: (wire.body()['properties'] ?? {}) as Record<string, unknown>, etag: wire.etag ?? '' };
}

async function listCollection(
  client: ApiManagementClient,
  at: ServiceAddress,
  collection: string,
): Promise<readonly ApimResource[]> {
  const { kind, ids } = collectionAt(collection);
  const found: ApimResource[] = [];
  const onResponse = (response: unknown): void => {
    for (const { name, properties = {} } of itemsOf(response))
      found.push({ path: `${collection}/${name}`, properties });
  };
  try {
    // The SDK's items are renamed and shortened: what counts is what came over the wire.
    for await (const _item of kind.list?.({ client, at, ids }, { onResponse }) ?? []);
  } catch (error) {
    const failure = azureFailure(error);
    if (failure.failure.kind === 'missing') return [];
    throw failure;
  }
  return found;
}

async function writeResource(
  client: ApiManagementClient,
  at: ServiceAddress,
  resource: ApimResource,
  precondition: ApimPrecondition,
): Promise<ApimWrite> {
  const { path, properties } = resource;
  const { kind, ids } = resourceAt(path);
  const wire = new WireRecorder();
  const result = await kind.write({ client, at, ids }, spelled(kind, properties), {
    onResponse: wire.onResponse,
    ...(precondition.kind === 'etag' && precondition.etag !== '' && { ifMatch: precondition.etag }),
  });
  wire.assertSent(kind.headOnly ? {} : properties, path);
  return outcome(result, wire, 'write', path);
}

async function removeResource(
  client: ApiManagementClient,
  at: ServiceAddress,
  path: string,
  precondition: ApimPrecondition,
): Promise<ApimWrite> {
  const { kind, ids } = resourceAt(path);
  if (precondition.kind === 'absent') {
    if (await readResource(client, at, path)) throw alreadyThere(path);
    return { done: true };
  }
  const wire = new WireRecorder();
  const ifMatch = precondition.kind === 'etag' && precondition.etag !== '' ? precondition.etag : ANY;
  try {
    const result = await kind.remove({ client, at, ids }, ifMatch, { onResponse: wire.onResponse });
    return outcome(result, wire, 'remove', path);
  } catch (error) {
    const failure = azureFailure(error);
    // Deleting twice answers 204, but 404 when the parent is gone (recorded, 2026-11-23).
    if (failure.failure.kind === 'missing') return { done: true };
    throw failure;
  }
}

async function writeInfrastructure(
  client: ApiManagementClient,
  at: ServiceAddress,
  wanted: ApimInfrastructure,
  etag: string,
): Promise<ApimWrite> {
  const current = await readService(client, at);
  // The service's PATCH takes no If-Match (contract 2024-05-01).
  if (current.etag !== etag)
    throw new FailureError({
      kind: 'conflict',
      code: 'PreconditionFailed',
      message: `The service ${at.service} has changed since it was read; read it again and merge.`,
      at: at.service,
    });
  return sendInfrastructure(client, at, wanted);
}

async function sendInfrastructure(
  client: ApiManagementClient,
  at: ServiceAddress,
  { hostnames, certificates, customProperties }: ApimInfrastructure,
  resumeFrom?: string,
): Promise<ApimWrite> {
  const wire = new WireRecorder();
  const poller = await client.apiManagementService.beginUpdate(
    at.resourceGroup,
    at.service,
    {
      hostnameConfigurations: hostnames.map((hostname) => hostname as { type: string; hostName: string }),
      certificates: certificates.map((certificate) => certificate as { storeName: string }),
      customProperties: { ...customProperties },
    },
    { onResponse: wire.onResponse, ...(resumeFrom && { resumeFrom }) },
  );
  return outcome(poller, wire, 'infrastructure', '');
}

async function pollWrite(client: ApiManagementClient, at: ServiceAddress, operation: string): Promise<ApimWrite> {
  const { verb, path, poller } = pendingWrite(operation);
  if (verb === 'infrastructure') return sendInfrastructure(client, at, NOTHING, poller);
  const { kind, ids } = resourceAt(path);
  const wire = new WireRecorder();
  const options = { onResponse: wire.onResponse, resumeFrom: poller };
  const call = { client, at, ids };
  const result = verb === 'write' ? await kind.write(call, {}, options) : await kind.remove(call, ANY, options);
  return outcome(result, wire, verb, path);
}

function outcome(result: unknown, wire: WireRecorder, verb: PendingWrite['verb'], path: string): ApimWrite {
  if (isPoller(result) && !result.isDone()) {
    const pending: PendingWrite = { verb, path, poller: result.toString() };
    return { done: false, operation: JSON.stringify(pending) };
  }
  return { done: true, ...(wire.etag !== undefined && { etag: wire.etag }) };
}

function pendingWrite(operation: string): PendingWrite {
  const value = JSON.parse(operation) as Partial<PendingWrite>;
  if (typeof value.verb === 'string' && typeof value.path === 'string' && typeof value.poller === 'string')
    return value as PendingWrite;
  throw new FailureError({
    kind: 'defect',
    code: 'NO-POLLER-STATE',
    message: 'This is not the operation of a write to API Management.',
  });
}

const isPoller = (value: unknown): value is WritePoller =>
  typeof (value as Partial<WritePoller> | undefined)?.isDone === 'function';

const spelled = (kind: ResourceKind, properties: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(properties).map(([name, value]) => [kind.spelling?.[name] ?? name, value]));

const alreadyThere = (path: string): FailureError =>
  new FailureError({ kind: 'conflict', code: 'ALREADY-THERE', message: 'Something is here already.', at: path });
