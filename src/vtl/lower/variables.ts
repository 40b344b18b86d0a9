import type { Statement, Value } from '../ir.ts';
import { walk } from '../walk.ts';
import type { Kind } from './code.ts';

type Blocks = readonly (readonly Statement[])[];

/**
 * Variables that can be declared where they are first set, because everything else that names them stands behind that in the same block;
 * others are declared before everything, empty.
 */
export function declaredInPlace(statements: readonly Statement[]): ReadonlySet<Statement> {
  const first = new Map<
    string,
    { readonly let?: Statement; readonly block: readonly Statement[]; isCovered: boolean }
  >();
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

/** What a variable is that holds values of two kinds; undefined where C# has no type for both. */
export function joined(one: Kind | undefined, other: Kind): Kind | undefined {
  if (one === undefined || one === 'nothing' || one === other) return other;
  if (other === 'nothing') return one;
  const single = ['text', 'int', 'bool', 'token'];
  return single.includes(one) && single.includes(other) ? 'token' : undefined;
}

/** Which of `$foreach`'s members a loop's body asks for; those of loops in it are theirs, but for their parents. */
export function loopMembers(body: readonly Statement[]): ReadonlySet<string> {
  const members = new Set<string>();
  const look = (statements: readonly Statement[], depth: number): void => {
    walk(statements, {
      value: (value: Value, blocks) => {
        if (value.kind !== 'loop') return;
        if (value.outer === depth + loopsIn(statements, blocks)) members.add(value.member);
      },
    });
  };
  look(body, 0);
  return members;
}

/** How many loops stand between a block and the blocks in it. */
function loopsIn(outer: readonly Statement[], blocks: Blocks): number {
  let loops = 0;
  const inside = blocks.slice(blocks.indexOf(outer));
  for (const [i, block] of inside.entries()) {
    const next = inside[i + 1];
    if (next !== undefined && block.some((statement) => statement.kind === 'for' && statement.body === next)) loops++;
  }
  return loops;
}
