import { RenderError } from './error.ts';
import { MOST_ITERATIONS, type LoopMember, type Statement, type Value } from './ir.ts';
import { compute, isEqual, isOrdered } from './java/arithmetic.ts';
import { payloadOf } from './java/json.ts';
import { callMethod, readIndex, readProperty, writeIndex } from './java/methods.ts';
import { jsonText, textOf } from './java/text.ts';
import { callUtil } from './java/util.ts';
import { isItems, JavaList, toContext, toJava, type Java, type JavaMap } from './java/value.ts';
import { parsePath, readPath } from './json-path.ts';
import { readTemplate } from './resolve.ts';
import type { TemplateInput } from './input.ts';

/** What a template may print and compute before it is stopped: nested loops would go on for hours. */
const MOST_STEPS = 2_000_000;

interface Loop {
  readonly index: number;
  readonly count: number;
}

type Signal = 'break' | 'stop' | undefined;

/** Runs a template over its input. */
export class Evaluator {
  readonly context: JavaMap;
  readonly #input: TemplateInput;
  readonly #variables = new Map<string, Java>();
  readonly #loops: Loop[] = [];
  readonly #parameters: JavaMap;
  readonly #stageVariables: Java;
  #json: { readonly value: Java } | undefined;
  #output = '';
  #steps = 0;

  constructor(input: TemplateInput) {
    this.#input = input;
    this.context = toContext(input.context);
    this.#parameters = toJava(input.params) as JavaMap;
    this.#stageVariables = toJava(input.stageVariables);
  }

  /** What the statements print. */
  print(statements: readonly Statement[]): string {
    const before = this.#output;
    this.#output = '';
    this.#run(statements);
    const printed = this.#output;
    this.#output = before;
    return printed;
  }

  #run(statements: readonly Statement[]): Signal {
    for (const statement of statements) {
      if (++this.#steps > MOST_STEPS) throw new RenderError('the template takes too many steps');
      const signal = this.#statement(statement);
      if (signal !== undefined) return signal;
    }
    return undefined;
  }

  #statement(statement: Statement): Signal {
    switch (statement.kind) {
      case 'text':
        this.#output += statement.text;
        return undefined;
      case 'output':
        this.#output += textOf(this.#value(statement.value));
        return undefined;
      case 'let': {
        // A right side that gives nothing leaves the variable as it is.
        const value = this.#value(statement.value);
        if (value !== null) this.#variables.set(statement.name, value);
        return undefined;
      }
      case 'put': {
        const value = this.#value(statement.value);
        if (value !== null) writeIndex(this.#value(statement.target), this.#value(statement.key), value);
        return undefined;
      }
      case 'if': {
        const branch = statement.branches.find(({ test }) => this.#isTrue(test));
        return this.#run(branch?.body ?? statement.otherwise);
      }
      case 'for':
        return this.#loop(statement);
      case 'break':
      case 'stop':
        return statement.kind;
      default:
        return this.#run(readTemplate(textOf(this.#value(statement.value))));
    }
  }

  #loop({ name, items, body }: Extract<Statement, { kind: 'for' }>): Signal {
    const list = iterated(this.#value(items));
    const before = this.#variables.get(name);
    let signal: Signal;
    for (const [index, item] of list.slice(0, MOST_ITERATIONS).entries()) {
      this.#variables.set(name, item);
      this.#loops.push({ index, count: list.length });
      signal = this.#run(body);
      this.#loops.pop();
      if (signal !== undefined) break;
    }
    if (before === undefined) this.#variables.delete(name);
    else this.#variables.set(name, before);
    return signal === 'stop' ? signal : undefined;
  }

  /** Only a Boolean can be false; nothing is empty text, which is true. */
  #isTrue(value: Value): boolean {
    if (value.kind === 'not') return !this.#isTrue(value.operand);
    const given = this.#value(value);
    if (value.kind === 'reference') return given !== false;
    return given === true;
  }

  #value(value: Value): Java {
    switch (value.kind) {
      case 'string':
      case 'integer':
      case 'float':
      case 'boolean':
        return value.value;
      case 'printed':
        return this.print(value.body);
      case 'list':
        return new JavaList(value.items.map((item) => this.#value(item)));
      case 'map':
        return new Map(value.entries.map(([key, each]) => [textOf(this.#value(key)), this.#value(each)]));
      case 'range':
        return this.#range(value);
      case 'reference':
        return this.#value(value.value) ?? '';
      case 'variable':
        return this.#variables.get(value.name) ?? null;
      case 'body':
        return this.#body();
      case 'json':
        return this.#jsonAt(value.path);
      case 'path':
        return this.#pathAt(value.path) ?? null;
      case 'parameter':
        return this.#parameter(textOf(this.#value(value.name)));
      case 'parameters':
        return this.#parameters;
      case 'context':
        return this.context;
      case 'stageVariables':
        return this.#stageVariables;
      case 'nothing':
        return null;
      default:
        return this.#computed(value);
    }
  }

  #computed(value: Exclude<Value, { kind: 'string' | 'nothing' }>): Java {
    switch (value.kind) {
      case 'util':
        return callUtil(value.name, this.#values(value.arguments));
      case 'loop':
        return this.#loopMember(value.member, value.outer);
      case 'property':
        return readProperty(this.#value(value.target), value.name);
      case 'index':
        return this.#index(value);
      case 'method': {
        const target = this.#value(value.target);
        return target === null ? null : callMethod(target, value.name, this.#values(value.arguments));
      }
      case 'not':
        return !this.#isTrue(value.operand);
      case 'binary':
        return this.#binary(value);
      default:
        throw new RenderError(`${value.kind} has no value`);
    }
  }

  #index({ target, index }: Extract<Value, { kind: 'index' }>): Java {
    const list = this.#value(target);
    return list === null ? null : readIndex(list, this.#value(index));
  }

  #values(values: readonly Value[]): readonly Java[] {
    return values.map((value) => this.#value(value));
  }

  #binary({ operator, left, right }: Extract<Value, { kind: 'binary' }>): Java {
    if (operator === '&&') return this.#isTrue(left) && this.#isTrue(right);
    if (operator === '||') return this.#isTrue(left) || this.#isTrue(right);
    const a = this.#value(left);
    const b = this.#value(right);
    if (operator === '==') return isEqual(a, b);
    if (operator === '!=') return !isEqual(a, b);
    if ('<>='.includes(operator.charAt(0))) return isOrdered(operator, a, b);
    return compute(operator, a, b);
  }

  #range({ from, to }: Extract<Value, { kind: 'range' }>): Java {
    const first = this.#value(from);
    const last = this.#value(to);
    if (typeof first !== 'bigint' || typeof last !== 'bigint') return null;
    const length = Math.min(Number(first < last ? last - first : first - last) + 1, MOST_STEPS);
    return new JavaList(Array.from({ length }, (_, i) => (first < last ? first + BigInt(i) : first - BigInt(i))));
  }

  /** A payload that is empty reads as `{}` (recorded 2025-03-17). */
  #body(): string {
    return this.#input.body === '' ? '{}' : this.#input.body;
  }

  #root(): Java {
    this.#json ??= { value: payloadOf(this.#body()) };
    return this.#json.value;
  }

  #pathAt(path: Value): Java | undefined {
    const text = this.#value(path);
    if (typeof text !== 'string') return undefined;
    return readPath(this.#root(), parsePath(text));
  }

  #jsonAt(path: Value): Java {
    const value = this.#pathAt(path) ?? null;
    return value === null ? '""' : jsonText(value, 'plain');
  }

  #parameter(name: string): Java {
    const { path, querystring, header } = this.#input.params;
    const places = [path, querystring, header];
    // One that a request has not is empty text, and not nothing (API Gateway guide, $input.params; reference engine).
    return places.find((place) => Object.hasOwn(place, name))?.[name] ?? '';
  }

  #loopMember(member: LoopMember, outer: number): Java {
    const loop = this.#loops.at(-1 - outer);
    if (loop === undefined) return null;
    switch (member) {
      case 'index':
        return BigInt(loop.index);
      case 'count':
        return BigInt(loop.index + 1);
      case 'first':
        return loop.index === 0;
      case 'last':
        return loop.index + 1 === loop.count;
      default:
        return loop.index + 1 < loop.count;
    }
  }
}

/** What #foreach goes through: items of lists and values of maps; anything else has none. */
function iterated(value: Java): readonly Java[] {
  if (isItems(value)) return [...value.items];
  return value instanceof Map ? [...value.values()] : [];
}
