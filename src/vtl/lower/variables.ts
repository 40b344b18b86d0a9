import * as cs from '../../csharp/build.ts';
import type { Statement as CsStatement } from '../../csharp/expression.ts';
import type { Statement } from '../ir.ts';
import type { Typed } from '../schema.ts';
import { walk, type Blocks } from '../walk.ts';
import { NOTHING, type Code, type Kind } from './code.ts';
import { plainText } from './json.ts';
import type { Scope } from './scope.ts';

/** What a variable is that holds values of two kinds; undefined where C# has no type for both. */
export function joined(one: Kind | undefined, other: Kind): Kind | undefined {
  if (one === undefined || one === 'nothing' || one === other) return other;
  if (other === 'nothing') return one;
  const single = ['text', 'int', 'bool', 'token'];
  return single.includes(one) && single.includes(other) ? 'token' : undefined;
}

/** A template's variables in C#. One that is not set everywhere it can be read is declared before everything, empty. */
export class Variables {
  readonly hoisted: CsStatement[] = [];
  readonly kinds = new Map<string, Kind>();
  readonly types = new Map<string, Typed | undefined>();
  readonly #inPlace: ReadonlySet<Statement>;
  readonly #inPlaceNames: ReadonlySet<string>;
  readonly #names = new Map<string, string>();
  readonly #empty = new Set<string>();

  constructor(statements: readonly Statement[]) {
    this.#inPlace = declaredInPlace(statements);
    this.#inPlaceNames = new Set(
      [...this.#inPlace].flatMap((statement) => (statement.kind === 'let' ? [statement.name] : [])),
    );
  }

  set(scope: Scope, statement: Extract<Statement, { kind: 'let' }>, given: Code): void {
    const { name } = statement;
    const kind = given.kind === 'nothing' ? 'text' : given.kind;
    this.kinds.set(name, joined(this.kinds.get(name), kind) ?? differs(scope, name));
    this.types.set(name, this.types.has(name) ? sameType(this.types.get(name), given.type) : given.type);
    const wanted = this.#kindOf(scope, name, kind);
    const code = valueAs(scope, given, wanted, name);
    const known = this.#names.get(name);
    if (known !== undefined) return scope.emit(cs.assign(known, code));
    const own = this.#named(scope, name);
    if (this.#inPlace.has(statement))
      return scope.emit(cs.declare(own, code, wanted === 'token' ? 'JToken' : undefined));
    this.#hoist(own, wanted);
    scope.emit(cs.assign(own, code));
  }

  read(scope: Scope, name: string): Code {
    const kind = this.kinds.get(name) ?? scope.known.kinds.get(name);
    if (kind === undefined) return NOTHING;
    const wanted = this.#kindOf(scope, name, kind);
    const known = this.#names.get(name);
    const own = known ?? this.#named(scope, name);
    // Named before it is set, such as in a loop that sets it at its end.
    if (known === undefined) {
      this.kinds.set(name, kind);
      this.#hoist(own, wanted);
    }
    return this.#empty.has(own)
      ? { kind: wanted, code: cs.named(own), mayBeNull: true }
      : { kind: wanted, code: cs.named(own), isSet: true, type: scope.known.types.get(name) };
  }

  #named(scope: Scope, name: string): string {
    const own = scope.names.fresh(name);
    this.#names.set(name, own);
    return own;
  }

  #hoist(own: string, kind: Kind): void {
    this.#empty.add(own);
    this.hoisted.push(cs.declare(own, cs.literal(null), kind === 'text' ? 'string' : 'JToken'));
  }

  /** One that may not be set yet is a text or a token, which can be nothing. */
  #kindOf(scope: Scope, name: string, kind: Kind): Kind {
    const whole = joined(scope.known.kinds.get(name), kind) ?? differs(scope, name);
    if (this.#inPlaceNames.has(name) || whole === 'text' || whole === 'token') return whole;
    if (whole === 'int' || whole === 'bool') return 'token';
    return scope.refuse('VTL-VARIABLE', `$${name} is a list that is set in one branch only`);
  }
}

const sameType = (one: Typed | undefined, other: Typed | undefined): Typed | undefined =>
  one?.schema === other?.schema ? one : undefined;

const differs = (scope: Scope, name: string): never =>
  scope.refuse('VTL-VARIABLE', `$${name} holds values of different kinds`);

function valueAs(scope: Scope, value: Code, kind: Kind, name: string): Code['code'] {
  if (kind === 'token') return scope.asToken(value);
  if (kind === 'text') return plainText(value) ?? differs(scope, name);
  return value.code;
}

/**
 * Assignments that can declare their variables, because everything else that names them stands behind them in the same block.
 */
function declaredInPlace(statements: readonly Statement[]): ReadonlySet<Statement> {
  const first = new Map<string, { let?: Statement; readonly block: readonly Statement[]; isCovered: boolean }>();
  const see = (name: string, blocks: Blocks, statement?: Statement): void => {
    const known = first.get(name);
    if (known !== undefined) known.isCovered &&= blocks.includes(known.block);
    else
      first.set(name, {
        ...(statement !== undefined && { let: statement }),
        block: blocks.at(-1) ?? [],
        isCovered: true,
      });
  };
  walk(statements, {
    statement: (statement, blocks) => {
      if (statement.kind === 'let') see(statement.name, blocks, statement);
    },
    value: (value, blocks) => {
      if (value.kind === 'variable') see(value.name, blocks);
    },
  });
  return new Set(
    [...first.values()].flatMap(({ let: own, isCovered }) => (own !== undefined && isCovered ? [own] : [])),
  );
}
