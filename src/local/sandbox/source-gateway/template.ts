import { Unsimulated } from './refusal.ts';

/** What a mapping template reads. */
export interface TemplateScope {
  /** The payload as text; `$input.json` reads it as JSON, `{}` when empty (recorded 2026-11-23). */
  readonly body: string;
  readonly stageVariables: Readonly<Record<string, string>>;
  /** `$input.params('name')`: path, then query, then header. */
  readonly parameter: (name: string) => string | undefined;
  readonly context: (name: string) => string | undefined;
}

const DIRECTIVE =
  /#(?:#|\*|\[\[|\{?(?:set|if|elseif|else|end|foreach|define|macro|parse|include|stop|break|evaluate)\b)/;
const REFERENCE = /\$!?(?:\{([A-Za-z][^}]*)\}|([A-Za-z]\w*(?:\.\w+(?:\((?:'[^']*'|"[^"]*")?\))?)*))/g;

/**
 * Renders a template of text, `$input`, `$stageVariables` and `$context` references. Directives, variables of its own
 * and other members are not simulated: {@link Unsimulated} is thrown, because a guess would hide a difference.
 */
export function renderTemplate(template: string, scope: TemplateScope): string {
  if (DIRECTIVE.test(template)) throw new Unsimulated('template with directives');
  return template.replace(REFERENCE, (whole, braced: string | undefined, bare: string | undefined) => {
    const expression = braced ?? bare ?? '';
    return referenceValue(expression, scope, whole);
  });
}

function referenceValue(expression: string, scope: TemplateScope, whole: string): string {
  const [, root = '', rest = ''] = /^(\w+)\.?(.*)$/s.exec(expression) ?? [];
  if (root === 'input') return inputValue(rest, scope, whole);
  // A missing stage variable is empty in a template (recorded 2026-11-23).
  if (root === 'stageVariables' && /^\w+$/.test(rest)) return scope.stageVariables[rest] ?? '';
  if (root === 'context' && /^\w+(\.\w+)*$/.test(rest)) {
    const value = scope.context(rest);
    if (value !== undefined) return value;
  }
  throw new Unsimulated(`template reference ${whole}`);
}

function inputValue(member: string, scope: TemplateScope, whole: string): string {
  const body = scope.body === '' ? '{}' : scope.body;
  if (member === 'body') return body;
  const [, name, single, double] = /^(json|params)\((?:'([^']*)'|"([^"]*)")\)$/.exec(member) ?? [];
  const argument = single ?? double ?? '';
  if (name === 'params') return scope.parameter(argument) ?? '';
  if (name === 'json') return JSON.stringify(readJsonPath(parsed(body), argument, whole) ?? '');
  const parameter = /^params\(\)\.(?:path|querystring|header)\.([\w-]+)$/.exec(member)?.[1];
  if (parameter !== undefined) return scope.parameter(parameter) ?? '';
  throw new Unsimulated(`template reference ${whole}`);
}

/** Text that is no JSON is a JSON string to `$input.json('$')`. */
function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}

/** Reads `$`, `$.a.b` and `$.a[0]`; other JSONPath is not simulated. */
export function readJsonPath(value: unknown, path: string, whole = path): unknown {
  if (!/^\$(?:\.[A-Za-z_][\w-]*|\[\d+\])*$/.test(path)) throw new Unsimulated(`JSONPath ${whole}`);
  let current = value;
  for (const [, name, index] of path.matchAll(/\.([\w-]+)|\[(\d+)\]/g)) {
    if (typeof current !== 'object' || current === null) return undefined;
    current = (current as Record<string, unknown>)[name ?? index ?? ''];
  }
  return current;
}
