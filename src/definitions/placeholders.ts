import { isObject, type Json, type JsonObject } from './json.ts';

/**
 * Text as a definition gives it. A template's function in its place (`{"Fn::Sub": "..."}`) is text once it is deployed: what is
 * known of it stays, as `${...}`. Undefined for what can be no text.
 */
export function textOf(value: Json | undefined): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (!isObject(value)) return undefined;
  const call = intrinsic(value);
  return call === undefined ? undefined : textOfCall(...call);
}

/** Name and argument of a CloudFormation function; undefined for any other object. */
export function intrinsic(value: JsonObject): readonly [string, Json] | undefined {
  const [entry, ...others] = Object.entries(value);
  if (entry === undefined || others.length > 0) return undefined;
  return entry[0] === 'Ref' || entry[0].startsWith('Fn::') ? entry : undefined;
}

function textOfCall(name: string, argument: Json): string {
  if (name === 'Ref' && typeof argument === 'string') return `\${${argument}}`;
  if (name === 'Fn::Sub') {
    const [text, own]: readonly Json[] = Array.isArray(argument) ? (argument as readonly Json[]) : [argument];
    if (typeof text === 'string') return substituted(text, isObject(own) ? own : {});
  }
  const list = Array.isArray(argument) ? (argument as readonly Json[]) : [argument];
  if (name === 'Fn::GetAtt') return `\${${list.map((each) => textOf(each) ?? '').join('.')}}`;
  const [separator, parts] = list;
  if (name === 'Fn::Join' && typeof separator === 'string' && Array.isArray(parts))
    return (parts as readonly Json[]).map((each) => textOf(each) ?? JSON.stringify(each)).join(separator);
  return `\${${name}:${JSON.stringify(argument)}}`;
}

/** `${!Name}` is no placeholder, and a value that stands beside the text is put in. */
function substituted(text: string, own: JsonObject): string {
  return text.replaceAll(/\$\{(!?)([^{}]*)\}/g, (found: string, escape: string, name: string) => {
    if (escape !== '') return `\${${name}}`;
    const value = Object.hasOwn(own, name) ? own[name] : undefined;
    return typeof value === 'string' ? value : found;
  });
}

/**
 * What a mapping template leaves open until somebody deploys it. In VTL `${name}` is a reference as well: it is one where the template sets
 * the name, or API Gateway does.
 */
export function placeholdersInTemplate(text: string): readonly string[] {
  const set = new Set(
    [...text.matchAll(/#\{?(?:set|foreach|define)\}?\s*\(\s*\$!?\{?(\w+)/g)].map(([, name = '']) => name),
  );
  for (const [, parameters = ''] of text.matchAll(/#macro\s*\(\s*\w+([^)]*)\)/g))
    for (const [, name = ''] of parameters.matchAll(/\$!?\{?(\w+)/g)) set.add(name);
  return [...text.matchAll(/\$\{([^{}]+)\}/g)]
    .filter(([, reference = '']) => {
      const root = /^!?(\w+)/.exec(reference)?.[1] ?? '';
      return reference.includes('::') || !(set.has(root) || OF_API_GATEWAY.has(root));
    })
    .map(([found]) => found);
}

/** Names that API Gateway gives to every template. */
const OF_API_GATEWAY = new Set(['input', 'context', 'stageVariables', 'util', 'foreach', 'velocityCount']);

/**
 * What a text leaves open until somebody deploys it: `${Name}` of CloudFormation, Terraform and others, `#{Name}`, `{{name}}`,
 * `<<name>>`. `${stageVariables.x}`, `${request.path.x}`, `${context.x}` and path parameters are API Gateway's own.
 */
export function placeholdersIn(text: string): readonly string[] {
  return [
    ...text.matchAll(
      /\$\{(?!(?:stageVariables|context|request\.\w+)\.)[^{}]*\}|#\{[^{}]*\}|\{\{[^{}]*\}\}|<<[\w.-]+>>/g,
    ),
  ].map(([found]) => found);
}

/**
 * The branch of a condition (`Fn::If`) that is something: which one is deployed is not known. The value itself where it is no
 * condition; undefined where all branches are nothing (`AWS::NoValue`).
 */
export function branchOf(value: Json | undefined): {
  readonly value: Json | undefined;
  readonly path: readonly string[];
} {
  const path: string[] = [];
  let current = value;
  while (isObject(current)) {
    const call = intrinsic(current);
    if (call?.[0] !== 'Fn::If' || !Array.isArray(call[1])) break;
    const branches: readonly Json[] = call[1] as readonly Json[];
    const index = branches.findIndex((branch, at) => at > 0 && !isNothing(branch));
    if (index < 0) return { value: undefined, path };
    path.push('Fn::If', String(index));
    current = branches[index];
  }
  return { value: current, path };
}

const isNothing = (value: Json): boolean => isObject(value) && value['Ref'] === 'AWS::NoValue';
