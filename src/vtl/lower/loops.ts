import * as cs from '../../csharp/build.ts';
import type { Expression, NameableType } from '../../csharp/expression.ts';
import { MOST_ITERATIONS, type Statement, type Value } from '../ir.ts';
import { itemType, type Typed } from '../schema.ts';
import { walk, type Blocks } from '../walk.ts';
import { bool, int, NOTHING, typeIs, withType, type Code, type Kind } from './code.ts';
import type { Scope } from './scope.ts';

/** `#foreach`; its counter and the count of its items are there where the body asks for them. */
export function lowerLoop(scope: Scope, { name, items, body }: Extract<Statement, { kind: 'for' }>): void {
  const source = itemsOf(scope, scope.value(items), name);
  if (source === undefined) return;
  const members = loopMembers(body);
  const list = scope.names.fresh(`${name}Items`);
  const index = scope.names.fresh(`${name}Index`);
  const count = scope.names.fresh(`${name}Count`);
  const own = scope.names.fresh(name);
  const run = scope.inside(() => {
    if (members.size > 0) scope.emit(cs.assign(index, cs.binary('+', cs.named(index), 1)));
    scope.loops.push({
      variable: name,
      item: withType({ kind: source.item, code: cs.named(own) }, source.type),
      index,
      count,
    });
    scope.block(body);
    scope.loops.pop();
  });
  scope.emit(cs.declare(list, source.code));
  if (members.has('hasNext') || members.has('last')) scope.emit(cs.declare(count, cs.call(cs.named(list), 'Count')));
  if (members.size > 0) scope.emit(cs.declare(index, -1));
  scope.emit(cs.forEach(own, cs.call(cs.named(list), 'Take', MOST_ITERATIONS), () => run));
}

/** What a loop goes through; undefined for what has no items. */
function itemsOf(
  scope: Scope,
  value: Code,
  hint: string,
): { readonly code: Expression; readonly item: Kind; readonly type?: Typed | undefined } | undefined {
  const none = (type: NameableType): Expression => cs.callOf(cs.named('Enumerable'), 'Empty', type, []);
  const some = (type: NameableType): Expression =>
    value.mayBeNull === true ? cs.binary('??', value.code, none(type)) : value.code;
  switch (value.kind) {
    case 'token': {
      const own = scope.tokenNamed(value, `${hint}Source`);
      const members = cs.call(own, 'SelectTokens', '*');
      const elements = cs.call(own, 'SelectTokens', '[*]');
      const type = value.type && itemType(value.type);
      if (type !== undefined) return { code: elements, item: 'token', type };
      return { code: cs.conditional(typeIs(own, 'Object'), members, elements), item: 'token' };
    }
    case 'list':
      return { code: cs.call(value.code, 'Children'), item: 'token' };
    case 'tokens':
      return { code: some('JToken'), item: 'token' };
    case 'texts':
      return { code: some('string'), item: 'text' };
    case 'numbers':
      return { code: value.code, item: 'int' };
    case 'entries':
      return { code: some('JProperty'), item: 'entry' };
    default:
      return undefined;
  }
}

/** A member of `$foreach`. */
export function loopMember(scope: Scope, { member, outer }: Extract<Value, { kind: 'loop' }>): Code {
  const loop = scope.loops.at(-1 - outer);
  if (loop === undefined) return NOTHING;
  const index = cs.named(loop.index);
  const next = cs.binary('+', index, 1);
  switch (member) {
    case 'index':
      return int(index);
    case 'count':
      return int(next);
    case 'first':
      return bool(cs.binary('==', index, 0));
    case 'last':
      return bool(cs.binary('==', next, cs.named(loop.count)));
    default:
      return bool(cs.binary('<', next, cs.named(loop.count)));
  }
}

/** Which of `$foreach`'s members a loop's body asks for; those of loops in it are theirs, but for their parents. */
function loopMembers(body: readonly Statement[]): ReadonlySet<string> {
  const members = new Set<string>();
  walk(body, {
    value: (value, blocks) => {
      if (value.kind === 'loop' && value.outer === loopsIn(blocks)) members.add(value.member);
    },
  });
  return members;
}

/** How many loops stand between the first block and what is in the last. */
function loopsIn(blocks: Blocks): number {
  return blocks.filter((block, i) => {
    const next = blocks[i + 1];
    return next !== undefined && block.some((statement) => statement.kind === 'for' && statement.body === next);
  }).length;
}
