import type { Expression, Node, Reference, Step } from './ast.ts';
import { placeOf, TemplateError } from './error.ts';
import type { LoopMember, Statement, Value } from './ir.ts';
import { parseTemplate } from './parser.ts';

/** Macros that call macros; those that call themselves have no end. */
const MOST_CALLS = 20;
/** What a template may become when its macros are written out. */
const MOST_STATEMENTS = 20_000;
/** Blocks in one another, those of macros where they are called. */
const MOST_DEPTH = 400;

const LOOP_MEMBERS: Readonly<Record<string, LoopMember>> = {
  count: 'count',
  index: 'index',
  hasNext: 'hasNext',
  first: 'first',
  last: 'last',
  getCount: 'count',
  getIndex: 'index',
  isFirst: 'first',
  isLast: 'last',
};

/** A template as statements that run; throws TemplateError for what Velocity does not read. */
export function readTemplate(text: string): readonly Statement[] {
  const nodes = parseTemplate(text);
  const resolver = new Resolver(text, nodes);
  return resolver.statements(nodes, { parameters: new Map(), loops: 0, calls: 0 });
}

interface Scope {
  /** What a macro's parameters stand for. */
  readonly parameters: ReadonlyMap<string, Value>;
  /** Loops around. */
  readonly loops: number;
  /** Macros and blocks around. */
  readonly calls: number;
}

type Macro = Extract<Node, { kind: 'macro' }>;
type Define = Extract<Node, { kind: 'define' }>;

class Resolver {
  readonly #text: string;
  readonly #macros: ReadonlyMap<string, Macro>;
  readonly #defines: ReadonlyMap<string, Define>;
  #count = 0;
  #depth = 0;

  constructor(text: string, nodes: readonly Node[]) {
    this.#text = text;
    const all = [...everyNode(nodes)];
    // The first definition of a macro stays (velocimacro.permissions.allow.inline.to.replace.global is false).
    this.#macros = new Map(
      all
        .filter((node) => node.kind === 'macro')
        .toReversed()
        .map((macro) => [macro.name, macro]),
    );
    this.#defines = new Map(all.filter((node) => node.kind === 'define').map((define) => [define.name, define]));
  }

  statements(nodes: readonly Node[], scope: Scope): readonly Statement[] {
    if (++this.#depth > MOST_DEPTH) this.#refuse('nested too deep with its macros', 0);
    const statements = nodes.flatMap((node) => this.#statement(node, scope));
    this.#depth--;
    return statements;
  }

  #refuse(message: string, at: number): never {
    throw new TemplateError(message, placeOf(this.#text, at));
  }

  #statement(node: Node, scope: Scope): readonly Statement[] {
    if (++this.#count > MOST_STATEMENTS) this.#refuse('the template becomes too large with its macros', 0);
    switch (node.kind) {
      case 'text':
      case 'break':
      case 'stop':
        return [node];
      case 'reference':
        return this.#output(node.reference, scope);
      case 'set':
        return [this.#set(node, scope)];
      case 'if':
        return [
          {
            kind: 'if',
            branches: node.branches.map(({ test, body }) => ({
              test: this.#value(test, scope),
              body: this.statements(body, scope),
            })),
            otherwise: this.statements(node.otherwise, scope),
          },
        ];
      case 'foreach': {
        const { variable, at } = node;
        const items = this.#value(node.items, scope);
        const body = this.statements(node.body, { ...scope, loops: scope.loops + 1 });
        return [{ kind: 'for', name: variable, items, body, at }];
      }
      case 'define':
      case 'macro':
        return [];
      case 'call':
        return this.#call(node, scope);
      default:
        return [{ kind: 'evaluate', value: this.#value(node.value, scope), at: node.at }];
    }
  }

  #output(reference: Reference, scope: Scope): readonly Statement[] {
    const block = this.#blockOf(reference, scope);
    if (block !== undefined) return block;
    return [{ kind: 'output', value: this.#reference(reference, scope), at: reference.at }];
  }

  /** What a block of #define prints where it is named. */
  #blockOf({ root, steps, at }: Reference, scope: Scope): readonly Statement[] | undefined {
    const define = steps.length === 0 && !scope.parameters.has(root) ? this.#defines.get(root) : undefined;
    if (define === undefined) return undefined;
    if (scope.calls >= MOST_CALLS) this.#refuse(`$${root} prints itself`, at);
    return this.statements(define.body, { ...scope, calls: scope.calls + 1 });
  }

  #call(node: Extract<Node, { kind: 'call' }>, scope: Scope): readonly Statement[] {
    const macro = this.#macros.get(node.name);
    if (macro === undefined) return [{ kind: 'text', text: node.source }];
    if (scope.calls >= MOST_CALLS) this.#refuse(`#${node.name} calls itself`, node.at);
    const values = node.arguments.map((argument) => this.#value(argument, scope));
    const parameters = new Map(macro.parameters.map((name, i) => [name, values[i] ?? NOTHING]));
    return this.statements(macro.body, { ...scope, parameters, calls: scope.calls + 1 });
  }

  #set({ target, value, at }: Extract<Node, { kind: 'set' }>, scope: Scope): Statement {
    const own = this.#value(value, scope);
    const last = target.steps.at(-1);
    if (last === undefined) return { kind: 'let', name: target.root, value: own, at };
    if (last.kind === 'method') return this.#refuse('#set takes no method', at);
    const key: Value = last.kind === 'property' ? { kind: 'string', value: last.name } : this.#value(last.index, scope);
    return { kind: 'put', target: this.#chain(target, target.steps.slice(0, -1), scope), key, value: own, at };
  }

  #reference(reference: Reference, scope: Scope): Value {
    const value = this.#chain(reference, reference.steps, scope);
    // A macro's parameter that stands for a plain value is that value.
    return { kind: 'reference', value, source: reference.source, at: reference.at };
  }

  #chain(reference: Reference, steps: readonly Step[], scope: Scope): Value {
    const { root } = reference;
    const parameter = scope.parameters.get(root);
    if (parameter !== undefined) return this.#steps(parameter, steps, scope);
    const block = this.#blockOf({ ...reference, steps: [] }, scope);
    if (block !== undefined) return this.#steps({ kind: 'printed', body: block }, steps, scope);
    switch (root) {
      case 'input':
        return this.#input(steps, scope);
      case 'util':
        return this.#util(steps, scope);
      case 'context':
        return this.#steps({ kind: 'context' }, steps, scope);
      case 'stageVariables':
        return this.#steps({ kind: 'stageVariables' }, steps, scope);
      case 'foreach':
        return this.#loop(steps, scope);
      case 'velocityCount':
        return scope.loops === 0 ? NOTHING : { kind: 'loop', member: 'count', outer: 0 };
      default:
        return this.#steps({ kind: 'variable', name: root }, steps, scope);
    }
  }

  #steps(start: Value, steps: readonly Step[], scope: Scope): Value {
    return steps.reduce<Value>((target, step) => {
      if (step.kind === 'property') return { kind: 'property', target, name: step.name };
      if (step.kind === 'index') return { kind: 'index', target, index: this.#value(step.index, scope) };
      return { kind: 'method', target, name: step.name, arguments: this.#values(step.arguments, scope) };
    }, start);
  }

  #values(expressions: readonly Expression[], scope: Scope): readonly Value[] {
    return expressions.map((expression) => this.#value(expression, scope));
  }

  #input([step, ...rest]: readonly Step[], scope: Scope): Value {
    if (step === undefined || step.kind === 'index') return NOTHING;
    if (step.kind === 'property') return step.name === 'body' ? this.#steps({ kind: 'body' }, rest, scope) : NOTHING;
    const [first, ...others] = this.#values(step.arguments, scope);
    if (others.length > 0) return NOTHING;
    if (step.name === 'params')
      return this.#steps(
        first === undefined ? { kind: 'parameters' } : { kind: 'parameter', name: first },
        rest,
        scope,
      );
    if (first === undefined || (step.name !== 'json' && step.name !== 'path')) return NOTHING;
    return this.#steps({ kind: step.name, path: first }, rest, scope);
  }

  #util([step, ...rest]: readonly Step[], scope: Scope): Value {
    if (step?.kind !== 'method') return NOTHING;
    const util: Value = { kind: 'util', name: step.name, arguments: this.#values(step.arguments, scope) };
    return this.#steps(util, rest, scope);
  }

  #loop(steps: readonly Step[], scope: Scope): Value {
    let outer = 0;
    for (const [i, step] of steps.entries()) {
      if (step.kind === 'index') return NOTHING;
      if (step.name === 'parent' || step.name === 'getParent') outer++;
      else if (step.name === 'topmost') outer = Math.max(scope.loops - 1, 0);
      else {
        const member = Object.hasOwn(LOOP_MEMBERS, step.name) ? LOOP_MEMBERS[step.name] : undefined;
        if (member === undefined || outer >= scope.loops) return NOTHING;
        return this.#steps({ kind: 'loop', member, outer }, steps.slice(i + 1), scope);
      }
    }
    return NOTHING;
  }

  #value(expression: Expression, scope: Scope): Value {
    switch (expression.kind) {
      case 'interpolated':
        return { kind: 'printed', body: this.statements(expression.nodes, scope) };
      case 'list':
        return { kind: 'list', items: this.#values(expression.items, scope) };
      case 'map':
        return {
          kind: 'map',
          entries: expression.entries.map(([key, value]) => [this.#value(key, scope), this.#value(value, scope)]),
        };
      case 'range':
        return { kind: 'range', from: this.#value(expression.from, scope), to: this.#value(expression.to, scope) };
      case 'reference':
        return this.#reference(expression.reference, scope);
      case 'not':
        return { kind: 'not', operand: this.#value(expression.operand, scope) };
      case 'binary':
        return {
          kind: 'binary',
          operator: expression.operator,
          left: this.#value(expression.left, scope),
          right: this.#value(expression.right, scope),
        };
      default:
        return expression;
    }
  }
}

const NOTHING: Value = { kind: 'nothing' };

/** All nodes of a template, those in blocks included; those in strings are not asked for macros. */
function* everyNode(nodes: readonly Node[]): Generator<Node> {
  for (const node of nodes) {
    yield node;
    if (node.kind === 'if') {
      for (const { body } of node.branches) yield* everyNode(body);
      yield* everyNode(node.otherwise);
    } else if (node.kind === 'foreach' || node.kind === 'define' || node.kind === 'macro') yield* everyNode(node.body);
  }
}
