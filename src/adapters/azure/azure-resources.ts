import { createRestError, type Client, type HttpResponse } from '@azure-rest/core-client';
import { createHttpPoller, type LroResponse } from '@azure/core-lro';
import { FailureError } from '../../model/outcome.ts';
import type {
  AzurePrecondition,
  AzureResource,
  AzureResourceRead,
  AzureResources,
  AzureWrite,
} from '../../ports/azure-resources.ts';
import type { AzureClients } from './clients.ts';
import { withAzureFailures } from './failures.ts';

type Body = Readonly<Record<string, unknown>>;

/** What lists of ARM have in common; some list what has no id, such as permissions. */
interface Page {
  readonly value?: readonly (Body & { readonly id?: string })[];
  readonly nextLink?: string;
}

/** An operation as histories keep it: the resource, and the poller's state (about 300 bytes, no secrets). */
interface PendingWrite {
  readonly id: string;
  readonly apiVersion: string;
  readonly verb: 'PUT' | 'DELETE';
  readonly poller: string;
}

/**
 * The AzureResources port over the generic client that Azure's newer SDKs stand on. @azure/arm-resources 8.0.0 is no fit: it lists
 * groups and subscriptions only, never the role assignments of a scope or the parts of an API center, and drops members beside
 * `properties` that its model does not name, such as `etag` and `zones` (read in the package, 2026-11-29).
 */
export function azureResources(clients: AzureClients): AzureResources {
  const connected = <T>(call: (client: Client) => Promise<T>): Promise<T> =>
    withAzureFailures(async () => call(await clients.resourceManager()));
  return {
    read: (id, apiVersion) => connected((client) => readResource(client, id, apiVersion)),
    list: (collection, apiVersion, filter) => connected((client) => listAll(client, collection, apiVersion, filter)),
    write: (resource, precondition) => connected((client) => writeResource(client, resource, precondition)),
    remove: (id, apiVersion, precondition) =>
      connected((client) => removeResource(client, id, apiVersion, precondition)),
    continueWrite: (operation) => connected((client) => pollWrite(client, operation)),
  };
}

async function readResource(client: Client, id: string, apiVersion: string): Promise<AzureResourceRead | undefined> {
  const answer = await client.pathUnchecked(pathOf(id, apiVersion)).get();
  if (answer.status === '404') return undefined;
  return resourceOf(id, apiVersion, bodyOf(accepted(answer)), answer.headers['etag']);
}

async function listAll(
  client: Client,
  collection: string,
  apiVersion: string,
  filter?: string,
): Promise<readonly AzureResourceRead[]> {
  const found: AzureResourceRead[] = [];
  const query = filter === undefined ? '' : `&$filter=${encodeURIComponent(filter)}`;
  let next: string | undefined = `${pathOf(collection, apiVersion)}${query}`;
  while (next !== undefined) {
    const answer: HttpResponse = await client.pathUnchecked(next).get();
    if (answer.status === '404') return found;
    const page = bodyOf(accepted(answer)) as Page;
    for (const body of page.value ?? []) found.push(resourceOf(body.id ?? '', apiVersion, body));
    next = page.nextLink || undefined;
  }
  return found;
}

/** Few types know If-None-Match, so `absent` is a read before the write; writers of one target are kept apart by the run's claim. */
async function writeResource(
  client: Client,
  { id, apiVersion, body }: AzureResource,
  precondition: AzurePrecondition,
): Promise<AzureWrite> {
  if (precondition.kind === 'absent' && (await readResource(client, id, apiVersion))) throw alreadyThere(id);
  const send = () =>
    client
      .pathUnchecked(pathOf(id, apiVersion))
      .put({ body, contentType: 'application/json', headers: ifMatch(precondition) });
  return await operate(client, { id, apiVersion, verb: 'PUT' }, { send });
}

async function removeResource(
  client: Client,
  id: string,
  apiVersion: string,
  precondition: AzurePrecondition,
): Promise<AzureWrite> {
  if (precondition.kind === 'absent') {
    if (await readResource(client, id, apiVersion)) throw alreadyThere(id);
    return { done: true };
  }
  const answer = await client.pathUnchecked(pathOf(id, apiVersion)).delete({ headers: ifMatch(precondition) });
  // Gone already, or what it stood below is.
  if (answer.status === '404') return { done: true };
  return await operate(client, { id, apiVersion, verb: 'DELETE' }, { send: () => Promise.resolve(answer) });
}

/** Sends, or takes an operation up again, and looks once. */
async function operate(
  client: Client,
  write: Omit<PendingWrite, 'poller'>,
  from: { readonly send: () => PromiseLike<HttpResponse> } | { readonly poller: string },
): Promise<AzureWrite> {
  const path = pathOf(write.id, write.apiVersion);
  const poller = await createHttpPoller(
    {
      requestPath: path,
      requestMethod: write.verb,
      sendInitialRequest: async () =>
        'send' in from ? lroResponse(accepted(await from.send())) : Promise.reject(new Error('sent already')),
      sendPollRequest: async (at) => lroResponse(accepted(await client.pathUnchecked(at).get())),
    },
    'poller' in from ? { restoreFrom: from.poller } : {},
  );
  if (!poller.isDone()) await poller.poll();
  if (poller.isDone()) return { done: true };
  const pending: PendingWrite = { ...write, poller: poller.toString() };
  return { done: false, operation: JSON.stringify(pending) };
}

async function pollWrite(client: Client, operation: string): Promise<AzureWrite> {
  const { poller, ...write } = pendingWrite(operation);
  return await operate(client, write, { poller });
}

function pendingWrite(operation: string): PendingWrite {
  const value = JSON.parse(operation) as Partial<PendingWrite>;
  if (typeof value.id === 'string' && typeof value.apiVersion === 'string' && typeof value.poller === 'string')
    return value as PendingWrite;
  throw new FailureError({
    kind: 'defect',
    code: 'NO-POLLER-STATE',
    message: 'This is no operation of a write to Azure.',
  });
}

/** Without a result: what histories keep of an operation holds nothing of the answer. */
function lroResponse({ status, headers, body }: HttpResponse): LroResponse {
  return {
    flatResponse: undefined,
    rawResponse: { statusCode: Number(status), headers, body },
  };
}

/** The generic client throws for no status. The details of a refusal stay in `details`, where failures.ts looks for them. */
function accepted(answer: HttpResponse): HttpResponse {
  if (Number(answer.status) < 400) return answer;
  throw Object.assign(createRestError(answer), { details: answer.body });
}

const bodyOf = ({ body }: HttpResponse): Body => (body ?? {}) as Body;

const resourceOf = (id: string, apiVersion: string, body: Body, etag?: string): AzureResourceRead => ({
  id,
  apiVersion,
  body,
  etag: etag ?? (typeof body['etag'] === 'string' ? body['etag'] : ''),
});

const ifMatch = (precondition: AzurePrecondition): Record<string, string> =>
  precondition.kind === 'etag' && precondition.etag !== '' ? { 'If-Match': precondition.etag } : {};

/** Ids are paths; what a name holds besides letters is escaped. */
const pathOf = (id: string, apiVersion: string): string =>
  `${id.split('/').map(encodeURIComponent).join('/')}?api-version=${apiVersion}`;

const alreadyThere = (id: string): FailureError =>
  new FailureError({ kind: 'conflict', code: 'ALREADY-THERE', message: 'Something is here already.', at: id });
