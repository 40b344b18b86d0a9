import type { RegisteredFunction } from './core-module.ts';
import { listed, type ListedFunction } from './listed-function.ts';

/** What the admin API says about one function: the members of the real host's answer that a machine without its files has. */
interface FunctionAnswer {
  readonly name: string;
  readonly href: string;
  readonly invoke_url_template: string | null;
  readonly language: 'node';
  readonly config: { readonly name: string; readonly bindings: readonly unknown[] };
  readonly isDisabled: boolean;
  readonly isDirect: false;
  readonly isProxy: false;
}

export interface AdminAnswer {
  readonly status: number;
  readonly body?: unknown;
}

const NOT_FOUND: AdminAnswer = { status: 404 };

/**
 * `GET /admin/functions` and `GET /admin/functions/{name}` list what the app has, `POST /admin/functions/{name}` runs a timer
 * function (recorded 2026-11-23). Loopback only, so no key is asked for. Undefined for a path that is not the admin API's.
 */
export class AdminApi {
  readonly #functions: ReadonlyMap<string, RegisteredFunction>;
  readonly #url: string;
  readonly #routePrefix: string;
  readonly #runTimer: (registered: RegisteredFunction) => void;

  constructor(
    functions: ReadonlyMap<string, RegisteredFunction>,
    url: string,
    routePrefix: string,
    runTimer: (registered: RegisteredFunction) => void,
  ) {
    this.#functions = functions;
    this.#url = url;
    this.#routePrefix = routePrefix;
    this.#runTimer = runTimer;
  }

  answer(method: string, path: string): AdminAnswer | undefined {
    if (!/^\/admin\//i.test(path)) return undefined;
    const found = /^\/admin\/functions(?:\/([^/]*))?$/i.exec(path);
    if (found === null) return NOT_FOUND;
    const [, name = ''] = found;
    if (name === '')
      return method === 'GET'
        ? { status: 200, body: [...this.#functions.values()].map((each) => this.#describe(each)) }
        : NOT_FOUND;
    const registered = this.#functions.get(decodeURIComponent(name).toLowerCase());
    if (registered === undefined) return NOT_FOUND;
    if (method === 'GET') return { status: 200, body: this.#describe(registered) };
    if (method !== 'POST' || listed(registered, '').kind !== 'timer') return NOT_FOUND;
    this.#runTimer(registered);
    return { status: 202 };
  }

  #describe(registered: RegisteredFunction): FunctionAnswer {
    const { name, route, isDisabled }: ListedFunction = listed(registered, this.#routePrefix);
    const bindings = Object.entries(registered.metadata.bindings).map(([key, binding]) => ({ ...binding, name: key }));
    return {
      name,
      href: `${this.#url}/admin/functions/${encodeURIComponent(name)}`,
      invoke_url_template: route === undefined ? null : `${this.#url}/${route}`,
      language: 'node',
      config: { name, bindings },
      isDisabled,
      isDirect: false,
      isProxy: false,
    };
  }
}
