import { ImportRefused } from '../aws/import-definition.ts';
import { isObject, type Json } from '../aws/import/document.ts';
import { deployedValue, type Deployment } from './deployed-value.ts';
import type { FilledPlaceholder } from './sample-estate.ts';

/** Stands for `AWS::NoValue`: the member or item is left out. */
const NO_VALUE = Symbol('AWS::NoValue');

/** Where a value stands: the keys down to it, its siblings, and the text that it becomes part of. */
interface Place {
  readonly path: readonly string[];
  readonly parent: Json;
  readonly before?: string;
  readonly after?: string;
}

/**
 * A definition as a deployment hands it to API Gateway: CloudFormation's functions evaluated, placeholders of Terraform and
 * of texts replaced. What resources turn out to be called is made up, in the form that the import needs at the place.
 * Conditions count as met, unless that leaves nothing. @throws ImportRefused naming the place of what cannot be evaluated
 */
export function fillPlaceholders(
  document: Json,
  deployment: Deployment,
): { readonly document: Json; readonly filled: readonly FilledPlaceholder[] } {
  const filler = new Filler(deployment);
  const filled = filler.fill(document, { path: [], parent: {} });
  if (!isObject(filled)) throw new ImportRefused('Invalid OpenAPI input: the definition is no object.');
  return { document: filled, filled: filler.filled };
}

class Filler {
  readonly filled: FilledPlaceholder[] = [];
  readonly #deployment: Deployment;

  constructor(deployment: Deployment) {
    this.#deployment = deployment;
  }

  fill(value: unknown, place: Place): unknown {
    if (typeof value === 'string') return this.#plain(value, place);
    if (Array.isArray(value))
      return value
        .map((item, index) => this.fill(item, { path: [...place.path, String(index)], parent: place.parent }))
        .filter((item) => item !== NO_VALUE);
    if (!isObject(value)) return value;
    const [only, ...others] = Object.keys(value);
    if (only !== undefined && others.length === 0 && isFunction(only, value[only]))
      return this.#evaluate(only, value[only], place);
    const members = Object.entries(value)
      .map(([key, item]) => [key, this.fill(item, { path: [...place.path, key], parent: value })] as const)
      .filter(([, item]) => item !== NO_VALUE);
    return Object.fromEntries(members);
  }

  #evaluate(name: string, argument: unknown, place: Place): unknown {
    if (name === 'Ref') return argument === 'AWS::NoValue' ? NO_VALUE : this.#value(String(argument), place);
    const list = Array.isArray(argument) ? (argument as readonly unknown[]) : [];
    if (name === 'Fn::If') return this.#branch(list, place);
    if (name === 'Fn::Sub') return this.#substitute(argument, place);
    if (name === 'Fn::GetAtt')
      return this.#value(Array.isArray(argument) ? argument.join('.') : String(argument), place);
    if (name === 'Fn::ImportValue') return this.#value(this.#text(argument, place), place);
    if (name === 'Fn::Join') return this.#join(list, place);
    if (name === 'Fn::Split') return this.#text(list[1], place).split(String(list[0]));
    if (name === 'Fn::Select') {
      const items = this.fill(list[1], place);
      const item: unknown = Array.isArray(items) ? items[Number(list[0])] : undefined;
      // The real value may well have the part that a made up one has not.
      return item ?? this.#value(`part${String(list[0])}`, place);
    }
    throw new ImportRefused(`${name} at ${pointer(place.path)} cannot be evaluated without its stack.`);
  }

  #branch([, then, otherwise]: readonly unknown[], place: Place): unknown {
    const met = this.fill(then, place);
    return met === NO_VALUE ? this.fill(otherwise, place) : met;
  }

  #join([separator, parts]: readonly unknown[], place: Place): string {
    const between = String(separator);
    return (Array.isArray(parts) ? (parts as readonly unknown[]) : []).reduce<string>((before, part, index) => {
      const start = index === 0 ? '' : before + between;
      return start + this.#text(part, { ...place, before: start });
    }, '');
  }

  #substitute(argument: unknown, place: Place): string {
    const [template, given] = Array.isArray(argument) ? (argument as readonly unknown[]) : [argument];
    const values = isObject(given) ? given : {};
    return replaceEach(String(template), /\$\{(!?)([^}]+)\}/g, (match, before, after) => {
      const [whole, isLiteral = '', name = ''] = match;
      if (isLiteral !== '') return `\${${name}}`;
      if (isOfApiGateway(name)) return whole;
      const own = Object.hasOwn(values, name) ? values[name] : undefined;
      const within = { ...place, before, after };
      return own === undefined ? this.#value(name, within) : this.#text(own, within);
    });
  }

  /** Text outside of functions: Terraform's placeholders and CloudFormation's pseudo parameters, never a template's references. */
  #plain(text: string, place: Place): string {
    const isTemplate = place.path.some((key) => key.endsWith('Templates'));
    const isOurs = place.path.some((key) => key.startsWith('x-amazon-apigateway-')) || place.path[0] === 'info';
    if (!isOurs) return text;
    if (isNamedFunction(text, place)) return this.#value(text, place);
    const pattern = isTemplate ? /\$\{(AWS::\w+)\}/g : /\$\{([A-Za-z][\w.:-]*)\}|<([a-z][\w-]*)>/g;
    return replaceEach(text, pattern, ([whole, name, angled], before, after) => {
      const found = name ?? angled ?? '';
      const isAddress = place.path.at(-1) === 'uri';
      if (isOfApiGateway(found) || (angled !== undefined && !isAddress)) return whole;
      return this.#value(found, { ...place, before, after });
    });
  }

  #text(value: unknown, place: Place): string {
    const filled = this.fill(value, place);
    if (typeof filled === 'string' || typeof filled === 'number') return String(filled);
    throw new ImportRefused(`Text is needed at ${pointer(place.path)}, but there is ${JSON.stringify(value)}.`);
  }

  #value(placeholder: string, place: Place): string {
    const value = deployedValue(placeholder, { before: '', after: '', ...place }, this.#deployment);
    this.filled.push({ definition: this.#deployment.name, at: pointer(place.path), placeholder, value });
    return value;
  }
}

/** What API Gateway itself puts in as a call is served: stage variables, and in parameters of HTTP APIs the request and its context. */
const isOfApiGateway = (name: string): boolean => /^(stageVariables|context|request\.\w+)\./.test(name);

/** A bare word for a function, as constructs that make both put it; API Gateway takes nothing but an ARN there. */
function isNamedFunction(text: string, { path, parent }: Place): boolean {
  const { type } = parent;
  return path.at(-1) === 'uri' && /^[A-Za-z][\w-]*$/.test(text) && typeof type === 'string' && /^aws/i.test(type);
}

function isFunction(key: string, argument: unknown): boolean {
  return key.startsWith('Fn::') || (key === 'Ref' && typeof argument === 'string');
}

/** Replaces from left to right; `replacement` is told what stands before (replaced already) and after each match. */
function replaceEach(
  text: string,
  pattern: RegExp,
  replacement: (match: RegExpExecArray, before: string, after: string) => string,
): string {
  let done = '';
  let from = 0;
  for (const match of text.matchAll(pattern)) {
    done += text.slice(from, match.index);
    from = match.index + match[0].length;
    done += replacement(match, done, text.slice(from));
  }
  return done + text.slice(from);
}

function pointer(path: readonly string[]): string {
  return path.map((key) => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
