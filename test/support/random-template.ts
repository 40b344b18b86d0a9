import { pick } from './template-inputs/json-text.ts';

type Random = () => number;

const VARIABLES = ['a', 'b', 'c'];
const MEMBERS = ['id', 'name', 'items', 'sub', 'count'];
const TEXTS = ['{"k": "', '", ', '}', '\n', ' ', ': ', 'x', 'é', '{{n}}', "it's", '# ', '<t>'];
const STRINGS = ["''", "'x'", "'a,b'", '"5"', '"true"', "'$x'", '"it\'s"'];
const NUMBERS = ['0', '1', '2', '5', '10', '-3'];
const COMPARISONS = ['==', '!=', '<', '>', '<=', '>=', 'eq', 'ne'];
const ARITHMETIC = ['+', '-', '*'];
const TEXT_METHODS = [
  'toString()',
  'length()',
  'trim()',
  'toLowerCase()',
  'isEmpty()',
  "contains('a')",
  "startsWith('a')",
  "endsWith('n')",
  "indexOf('n')",
  "replace('a', 'b')",
  "split(',')",
  "equals('x')",
  "concat('!')",
];
const LIST_METHODS = ['size()', 'isEmpty()', 'get(0)', 'toString()'];
const MAP_METHODS = ['size()', 'keySet()', 'values()', "get('id')", "containsKey('id')", 'isEmpty()'];
/** Those that take any text. */
const UTILITIES = ['escapeJavaScript', 'urlEncode', 'base64Encode'];

/** A template that Velocity reads, of the constructs that templates are made of, in any combination. */
export function randomTemplate(random: Random): string {
  return new TemplateMaker(random).statements(0);
}

class TemplateMaker {
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  statements(depth: number): string {
    return this.#times(depth === 0 ? 7 : 3, () => this.#statement(depth)).join('');
  }

  #statement(depth: number): string {
    const way = this.#random();
    if (way < 0.3) return this.#output();
    if (way < 0.45) return pick(this.#random, TEXTS);
    if (way < 0.66) return `#set($${pick(this.#random, VARIABLES)} = ${this.#expression()})`;
    if (way < 0.72) return this.#change();
    if (depth > 2) return this.#output();
    if (way < 0.87) return this.#condition(depth);
    return this.#loop(depth);
  }

  /** Braces and exclamation mark change nothing. */
  #output(): string {
    const reference = this.#reference();
    if (!/^\$[ab]$/.test(reference) || this.#chance(0.5)) return reference;
    return pick(this.#random, [`\${${reference.slice(1)}}`, `$!${reference.slice(1)}`, `$!{${reference.slice(1)}}`]);
  }

  /** Of a list, of a map, of what API Gateway sends. */
  #change(): string {
    const variable = `$${pick(this.#random, VARIABLES)}`;
    return pick(this.#random, [
      () => `#set(${variable} = [])#set($d = ${variable}.add(${this.#stored()}))`,
      () => `#set(${variable} = {})#set($d = ${variable}.put("id", ${this.#stored()}))`,
      () => `#set(${variable}.name = ${this.#stored()})`,
      () => `#set($context.requestOverride.header.name = ${this.#operand()})`,
      () => `#set($context.requestOverride.querystring["q"] = ${this.#operand()})`,
      () => `#set($context.responseOverride.status = ${pick(this.#random, ['404', '"404"', this.#simple()])})`,
      () => `#define($block)${this.#output()}#{end}$block`,
      () => `#macro(put $p)<$p>#{end}#put(${this.#simple()})`,
    ])();
  }

  #condition(depth: number): string {
    const otherwise = this.#chance(0.4) ? `#{else}${this.statements(depth + 1)}` : '';
    const second = this.#chance(0.3) ? `#elseif(${this.#test()})${this.statements(depth + 1)}` : '';
    return `#if(${this.#test()})${this.statements(depth + 1)}${second}${otherwise}#{end}`;
  }

  #test(): string {
    const one = this.#chance(0.8)
      ? `${this.#operand()} ${pick(this.#random, COMPARISONS)} ${this.#operand()}`
      : this.#reference();
    if (this.#chance(0.2)) return `!(${one})`;
    return this.#chance(0.2)
      ? `${one} ${pick(this.#random, ['&&', '||', 'and', 'or'])} ${this.#operand()} == ${this.#operand()}`
      : one;
  }

  #loop(depth: number): string {
    const variable = pick(this.#random, ['i', 'a']);
    const items = this.#chance(0.2) ? `[1..${pick(this.#random, ['3', '$a.size()', '0'])}]` : this.#reference();
    const separator = this.#chance(0.5) ? '#if($foreach.hasNext),#{end}' : '';
    const ending = this.#chance(0.1) ? `#if(${this.#test()})#break#{end}` : '';
    return `#foreach($${variable} in ${items})$${variable}$foreach.count${this.statements(depth + 1)}${ending}${separator}#{end}`;
  }

  #expression(): string {
    if (this.#chance(0.75)) return this.#operand();
    return `${this.#operand()} ${pick(this.#random, ARITHMETIC)} ${this.#operand()}`;
  }

  #operand(): string {
    const way = this.#random();
    if (way < 0.55) return this.#reference();
    if (way < 0.7) return pick(this.#random, STRINGS);
    if (way < 0.82) return pick(this.#random, NUMBERS);
    if (way < 0.87) return pick(this.#random, ['true', 'false']);
    if (way < 0.94) return `"${this.#simple()} and ${this.#simple()}"`;
    if (way < 0.97) return `[${this.#times(3, () => this.#simple()).join(', ')}]`;
    return `{"id": ${this.#simple()}, "name": ${this.#simple()}}`;
  }

  /** Nothing that may hold what it is put into. */
  #stored(): string {
    return pick(this.#random, [
      ...STRINGS,
      ...NUMBERS,
      "$input.path('$.sub')",
      "$input.json('$.name')",
      '$context.requestId',
    ]);
  }

  /** A reference without arguments in it. */
  #simple(): string {
    return `$${pick(this.#random, VARIABLES)}${this.#chance(0.4) ? `.${pick(this.#random, MEMBERS)}` : ''}`;
  }

  #reference(): string {
    const start = this.#start();
    // What a request lacks is empty text to a policy, and nothing to API Gateway, which makes a difference to methods.
    if (this.#chance(0.55) || /^\$(input\.params|context|stageVariables)/.test(start)) return start;
    const methods = pick(this.#random, [TEXT_METHODS, TEXT_METHODS, LIST_METHODS, MAP_METHODS]);
    return `${start}.${pick(this.#random, methods)}`;
  }

  #start(): string {
    const way = this.#random();
    const path = `'$${this.#times(2, () => `.${pick(this.#random, MEMBERS)}`).join('')}'`;
    if (way < 0.4) return this.#simple();
    if (way < 0.55) return `$input.path(${path})`;
    if (way < 0.63) return `$input.json(${path})`;
    if (way < 0.73) return `$input.params('${pick(this.#random, ['id', 'X-Trace'])}')`;
    if (way < 0.8) return `$context.${pick(this.#random, ['requestId', 'identity.sourceIp', 'authorizer.claims.sub'])}`;
    if (way < 0.84) return '$stageVariables.env';
    if (way < 0.88) return `$${pick(this.#random, VARIABLES)}[0]`;
    if (way < 0.9) return '$input.body';
    return `$util.${pick(this.#random, UTILITIES)}(${this.#simple()})`;
  }

  #times<T>(most: number, make: () => T): readonly T[] {
    return Array.from({ length: 1 + Math.floor(this.#random() * most) }, make);
  }

  #chance(probability: number): boolean {
    return this.#random() < probability;
  }
}
