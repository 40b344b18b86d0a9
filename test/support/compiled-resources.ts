/** A resource that a template deploys, as Azure Resource Manager would read it: expressions evaluated, modules entered. */
export interface CompiledResource {
  readonly type: string;
  /** Behind the name of the service. */
  readonly name: string;
  readonly properties: unknown;
}

interface Template {
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly resources: readonly Resource[] | Readonly<Record<string, Resource>>;
}
interface Resource {
  readonly type: string;
  readonly name: string;
  readonly existing?: boolean;
  readonly properties?: Readonly<Record<string, unknown>>;
}
interface Scope {
  readonly variables: Readonly<Record<string, unknown>>;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** All resources of a template and its modules. @throws Error for an expression that is none of those that we write */
export function compiledResources(
  template: Template,
  parameters: Readonly<Record<string, unknown>>,
): readonly CompiledResource[] {
  const scope = { variables: template.variables ?? {}, parameters };
  return Object.values(template.resources).flatMap((resource): readonly CompiledResource[] => {
    if (resource.existing === true) return [];
    const { type, name, properties } = resource;
    if (type === 'Microsoft.Resources/deployments') {
      const inner = properties as {
        readonly template: Template;
        readonly parameters?: Readonly<Record<string, object>>;
      };
      const given = evaluate(inner.parameters ?? {}, scope) as Readonly<Record<string, { readonly value: unknown }>>;
      const values = Object.fromEntries(Object.entries(given).map(([each, { value }]) => [each, value]));
      return compiledResources(inner.template, values);
    }
    const full = String(evaluate(name, scope));
    return [{ type, name: full.slice(full.indexOf('/') + 1), properties: evaluate(properties ?? {}, scope) }];
  });
}

function evaluate(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value)) return value.map((each) => evaluate(each, scope));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, evaluate(member, scope)]));
  if (typeof value !== 'string' || !value.startsWith('[')) return value;
  if (value.startsWith('[[')) return value.slice(1);
  return expression(value.slice(1, -1), scope);
}

/** Expressions without nesting but that of functions of one kind: what names, secrets, policies and specifications need. */
function expression(text: string, scope: Scope): unknown {
  const [, call = '', list = '', rest = ''] = /^(\w+)\(((?:[^()']|'[^']*'|\(\)|\('[^']*'\))*)\)(.*)$/.exec(text) ?? [];
  const given = call === '' ? [] : split(list).map((each) => argument(each, scope));
  return members(apply(call, given, scope, text), rest, text);
}

function apply(call: string, given: readonly unknown[], { variables, parameters }: Scope, text: string): unknown {
  const [first, ...others] = given;
  if (call === 'format')
    return String(first).replaceAll(/\{(\d+)\}/g, (_all, index: string) => String(others[Number(index)]));
  if (call === 'concat') return given.join('');
  if (call === 'string') return typeof first === 'string' ? first : JSON.stringify(first);
  if (call === 'environment') return { suffixes: { keyvaultDns: '.vault.azure.net' } };
  if (call === 'parameters') return known(parameters, String(first));
  if (call === 'variables') return known(variables, String(first));
  throw new Error(`not an expression of ours: ${text}`);
}

const argument = (text: string, scope: Scope): unknown =>
  text.startsWith("'") ? text.slice(1, -1) : expression(text, scope);

const split = (list: string): readonly string[] => list.match(/(?:[^,']|'[^']*')+/g)?.map((each) => each.trim()) ?? [];

/** `.name` and `['name']` behind a call. */
function members(value: unknown, path: string, text: string): unknown {
  let at = value;
  for (const [, plain, quoted] of path.matchAll(/\.(\w+)|\['([^']+)'\]/g))
    at = known(at as object, plain ?? quoted ?? '');
  if (path.replaceAll(/\.\w+|\['[^']+'\]/g, '') !== '') throw new Error(`not an expression of ours: ${text}`);
  return at;
}

function known(object: object, name: string): unknown {
  if (!Object.hasOwn(object, name)) throw new Error(`nothing is called ${name}`);
  return (object as Readonly<Record<string, unknown>>)[name];
}
