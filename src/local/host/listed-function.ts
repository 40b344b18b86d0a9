import type { Binding, RegisteredFunction } from './core-module.ts';
import { resolveSettings } from './settings.ts';

/** One function of the app as the host lists it. */
export interface ListedFunction {
  readonly name: string;
  /** http, timer, orchestration or activity; another trigger's type as it is registered. */
  readonly kind: string;
  /** Of an HTTP function: its path with the prefix, without a leading slash, and its methods in capitals. */
  readonly route?: string;
  readonly methods?: readonly string[];
  readonly isDisabled: boolean;
}

const KINDS: Readonly<Record<string, string>> = {
  httpTrigger: 'http',
  timerTrigger: 'timer',
  orchestrationTrigger: 'orchestration',
  activityTrigger: 'activity',
};

/** The trigger of a function: its binding's name and the binding. */
export function triggerOf({ metadata }: RegisteredFunction): Binding | undefined {
  const found = Object.entries(metadata.bindings).find(([, { type }]) => /trigger$/i.test(type));
  return found && { ...found[1], name: found[0] };
}

export function kindOf(registered: RegisteredFunction): string {
  const type = triggerOf(registered)?.type ?? '';
  return KINDS[type] ?? type;
}

/** Whether this host runs functions of the kind; entities, queues and whatever else are listed, and never called. */
export const isServed = (kind: string): boolean => Object.values(KINDS).includes(kind);

/** `AzureWebJobs.<name>.Disabled` turns a function off, in the environment or in local.settings.json. */
export function isDisabled({ metadata }: RegisteredFunction): boolean {
  return /^(true|1)$/i.test(process.env[`AzureWebJobs.${metadata.name}.Disabled`] ?? '');
}

/** The route template below the prefix, and the methods; without a route it is the function's name, without methods GET and POST. */
export function httpOf(registered: RegisteredFunction): {
  readonly template: string;
  readonly methods: readonly string[];
} {
  const trigger = triggerOf(registered);
  const route = trigger?.['route'];
  const methods = (trigger?.['methods'] as readonly string[] | undefined) ?? ['GET', 'POST'];
  const template = typeof route === 'string' ? resolveSettings(route, process.env) : registered.metadata.name;
  return { template: template.replace(/^\//, ''), methods: methods.map((method) => method.toUpperCase()) };
}

export function listed(registered: RegisteredFunction, routePrefix: string): ListedFunction {
  const kind = kindOf(registered);
  const what = { name: registered.metadata.name, kind, isDisabled: isDisabled(registered) };
  if (kind !== 'http') return what;
  const { template, methods } = httpOf(registered);
  return { ...what, route: [routePrefix, template].filter((part) => part !== '').join('/'), methods };
}
