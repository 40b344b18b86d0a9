import { randomBytes } from 'node:crypto';
import { managementUrls, WEBHOOKS } from './client-binding.ts';
import type { DurableEngine } from './engine.ts';
import { EVENT, isTerminal, type RuntimeStatus } from './events.ts';
import { shownHistory, statusBody } from './status.ts';
import type { DurableStore, Instance } from './store.ts';

export interface ManagementRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface ManagementAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

type Handler = (request: ManagementRequest, parts: readonly string[]) => ManagementAnswer | Promise<ManagementAnswer>;

const json = (status: number, value: unknown, headers: Record<string, string> = {}): ManagementAnswer => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  body: JSON.stringify(value),
});
const NOT_FOUND: ManagementAnswer = { status: 404 };
const GONE: ManagementAnswer = { status: 410 };
const ACCEPTED: ManagementAnswer = { status: 202 };

const invalidJson = (error: unknown): ManagementAnswer =>
  json(400, {
    Message: 'Invalid JSON content',
    ExceptionMessage: error instanceof Error ? error.message : String(error),
  });

const STATES: readonly string[] = [
  'Pending',
  'Running',
  'Completed',
  'Failed',
  'Terminated',
  'Suspended',
  'ContinuedAsNew',
  'Canceled',
];

/** The durable HTTP management API below `/runtime/webhooks/durabletask`, as recorded on the real host (2026-11-23). */
export class ManagementApi {
  readonly #store: DurableStore;
  readonly #engine: DurableEngine;
  readonly #hub: string;

  constructor(store: DurableStore, engine: DurableEngine, hub: string) {
    this.#store = store;
    this.#engine = engine;
    this.#hub = hub;
  }

  async answer(request: ManagementRequest): Promise<ManagementAnswer> {
    const path = request.url.pathname
      .slice(WEBHOOKS.length)
      .split('/')
      .filter((part) => part !== '');
    const parts = path.map((part) => decodeURIComponent(part));
    const [kind, ...rest] = parts;
    const handler = this.#handler(kind?.toLowerCase() ?? '', request.method, rest);
    return handler === undefined ? NOT_FOUND : handler(request, rest);
  }

  #handler(kind: string, method: string, rest: readonly string[]): Handler | undefined {
    if (kind === 'orchestrators' && method === 'POST' && (rest.length === 1 || rest.length === 2)) return this.#start;
    if (kind !== 'instances') return undefined;
    const key = `${method} ${rest.length}`;
    if (key === 'GET 0') return this.#list;
    if (key === 'DELETE 0') return this.#purgeMany;
    if (key === 'GET 1') return this.#status;
    if (key === 'DELETE 1') return this.#purge;
    if (key === 'POST 3' && rest[1]?.toLowerCase() === 'raiseevent') return this.#raiseEvent;
    if (key !== 'POST 2') return undefined;
    switch (rest[1]?.toLowerCase()) {
      case 'terminate':
        return this.#control(EVENT.ExecutionTerminated);
      case 'suspend':
        return this.#control(EVENT.ExecutionSuspended);
      case 'resume':
        return this.#control(EVENT.ExecutionResumed);
      case 'rewind':
        return this.#rewind;
      case 'restart':
        return this.#restart;
      default:
        return undefined;
    }
  }

  #links(request: ManagementRequest, id: string): Record<string, string> {
    const { rewindPostUri: _none, ...links } = managementUrls(request.url.origin, this.#hub, encodeURIComponent(id));
    return { ...links, id };
  }
  #created(request: ManagementRequest, id: string): ManagementAnswer {
    const links = this.#links(request, id);
    return json(202, links, { 'location': links['statusQueryGetUri'] ?? '', 'retry-after': '10' });
  }

  readonly #start: Handler = async (request, [name = '', givenId]) => {
    const text = request.body.toString('utf8');
    if (text !== '') {
      try {
        JSON.parse(text);
      } catch (error) {
        return invalidJson(error);
      }
    }
    const id = givenId ?? randomBytes(16).toString('hex');
    if (id.includes('/')) return NOT_FOUND;
    const { searchParams } = request.url;
    const begun = this.#engine.start({
      name,
      id,
      // No body is a null input (recorded 2026-11-23); the SDK always sends one.
      input: text === '' ? 'null' : text,
      version: searchParams.get('version'),
    });
    if (!begun) return this.#exists(id);
    const timeout = Number(searchParams.get('timeout'));
    const ended = timeout > 0 ? await this.#engine.ended(id, timeout * 1000) : undefined;
    if (ended === undefined) return this.#created(request, id);
    return json(200, ended.status === 'Completed' ? JSON.parse(ended.output ?? 'null') : statusBody(ended, true));
  };

  #exists(id: string): ManagementAnswer {
    const status = this.#store.instance(id)?.status ?? 'Running';
    return json(409, { Message: `An Orchestration instance with the status ${status} already exists.` });
  }

  readonly #status: Handler = (request, [id = '']) => {
    const instance = this.#store.instance(id);
    if (instance === undefined) return NOT_FOUND;
    const flag = (name: string, otherwise: boolean): boolean => {
      const value = request.url.searchParams.get(name);
      return value === null ? otherwise : value.toLowerCase() === 'true';
    };
    const events = flag('showHistory', false)
      ? shownHistory(this.#store.history(id), flag('showHistoryOutput', false))
      : undefined;
    const body = statusBody(instance, flag('showInput', true), events);
    if (!isTerminal(instance.status)) return json(202, body, { 'location': request.url.href, 'retry-after': '5' });
    return json(instance.status === 'Failed' && flag('returnInternalServerErrorOnFailure', false) ? 500 : 200, body);
  };

  readonly #list: Handler = (request) => {
    const { searchParams } = request.url;
    const top = Number(searchParams.get('top')) || 100;
    const token = request.headers['x-ms-continuation-token'] ?? '';
    const after =
      token === '' ? undefined : (JSON.parse(Buffer.from(token, 'base64url').toString()) as [number, string]);
    const found: Instance[] = [];
    for (const instance of this.#store.instances(after)) {
      if (!matches(instance, searchParams)) continue;
      if (found.length === top) {
        const last = found.at(-1) as Instance;
        const next = Buffer.from(JSON.stringify([last.created, last.id])).toString('base64url');
        return json(200, this.#bodies(found, searchParams), { 'x-ms-continuation-token': next });
      }
      found.push(instance);
    }
    return json(200, this.#bodies(found, searchParams));
  };
  #bodies(instances: readonly Instance[], searchParams: URLSearchParams): object[] {
    return instances.map((instance) => statusBody(instance, searchParams.get('showInput')?.toLowerCase() !== 'false'));
  }

  readonly #raiseEvent: Handler = (request, [id = '', , name = '']) => {
    const instance = this.#store.instance(id);
    if (instance === undefined) return NOT_FOUND;
    if (isTerminal(instance.status)) return GONE;
    const text = request.body.toString('utf8');
    if (text !== '' && !/\bjson\b/i.test(request.headers['content-type'] ?? ''))
      return json(400, { Message: 'Only application/json request content is supported' });
    try {
      if (text !== '') JSON.parse(text);
    } catch (error) {
      return invalidJson(error);
    }
    this.#engine.send(id, { EventType: EVENT.EventRaised, Name: name, Input: text === '' ? null : text });
    return ACCEPTED;
  };

  #control(
    type: typeof EVENT.ExecutionTerminated | typeof EVENT.ExecutionSuspended | typeof EVENT.ExecutionResumed,
  ): Handler {
    return (request, [id = '']) => {
      const instance = this.#store.instance(id);
      if (instance === undefined) return NOT_FOUND;
      if (isTerminal(instance.status)) return GONE;
      const reason = request.url.searchParams.get('reason');
      this.#engine.send(id, { EventType: type, Input: reason === null ? null : JSON.stringify(reason) });
      return ACCEPTED;
    };
  }

  readonly #rewind: Handler = (request, [id = '']) => {
    const instance = this.#store.instance(id);
    if (instance === undefined) return json(404, `No orchestration with instance ID "$${id}" found.`);
    if (instance.status !== 'Failed') {
      const message = `This orchestration has status ${instance.status}, but only orchestrations in the "Failed" state can be rewound.`;
      return json(412, message);
    }
    this.#engine.rewind(instance, request.url.searchParams.get('reason'));
    return ACCEPTED;
  };

  readonly #restart: Handler = (request, [id = '']) => {
    const instance = this.#store.instance(id);
    if (instance === undefined)
      return json(400, {
        Message: 'InstanceId does not match a valid orchestration instance.',
        ExceptionMessage: `No instance has the id ${id}.`,
      });
    const isNew = request.url.searchParams.get('restartWithNewInstanceId')?.toLowerCase() !== 'false';
    const newId = isNew ? randomBytes(16).toString('hex') : id;
    const { name, input, version } = instance;
    if (!this.#engine.start({ name, id: newId, input, version })) {
      const ExceptionMessage = `An Orchestration instance with the status ${instance.status} already exists.`;
      return json(409, { Message: 'A non-terminal instance with this instance ID already exists.', ExceptionMessage });
    }
    return this.#created(request, newId);
  };

  readonly #purge: Handler = (_request, [id = '']) => {
    const instance = this.#store.instance(id);
    if (instance === undefined) return NOT_FOUND;
    if (!isTerminal(instance.status)) {
      const message = `Only orchestrations in a terminal state can be purged, but the orchestration with instance ID ${id} has status ${instance.status}`;
      return json(412, message);
    }
    this.#store.transaction(() => this.#store.purge(id));
    return json(200, { instancesDeleted: 1 });
  };

  readonly #purgeMany: Handler = (request) => {
    const { searchParams } = request.url;
    if (searchParams.get('createdTimeFrom') === null)
      return json(400, "Please provide value for 'createdTimeFrom' parameter.");
    const found = [...this.#store.instances(undefined)].filter(
      (instance) => isTerminal(instance.status) && matches(instance, searchParams),
    );
    if (found.length === 0) return NOT_FOUND;
    this.#store.transaction(() => {
      for (const { id } of found) this.#store.purge(id);
    });
    return json(200, { instancesDeleted: found.length });
  };
}

/** An unknown state, or one in another case, does not filter (recorded 2026-11-23). */
function matches({ id, status, created }: Instance, query: URLSearchParams): boolean {
  const states = (query.get('runtimeStatus') ?? '')
    .split(',')
    .filter((state) => STATES.includes(state)) as RuntimeStatus[];
  if (states.length > 0 && !states.includes(status)) return false;
  if (!id.startsWith(query.get('instanceIdPrefix') ?? '')) return false;
  const time = (name: string): number => Date.parse(query.get(name) ?? '');
  if (created < time('createdTimeFrom')) return false;
  return !(created > time('createdTimeTo'));
}
