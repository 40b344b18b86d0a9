import type { Check } from './checked.ts';
import type { CsValue } from './context.ts';
import { conversionTo } from './convert.ts';
import { elementsOf } from './elements.ts';
import { CSharpError, type Statement } from './expression.ts';
import { countRound, type Frame } from './frame.ts';
import { memberOf, targetOf } from './members.ts';
import { Scope } from './scope.ts';
import { elementOf } from './types.ts';

/** How a statement left: by its end (undefined), out of a loop's step or of the loop, or with what is returned. */
type Outcome = undefined | 'break' | 'continue' | { readonly value: CsValue };

interface CheckedStatement {
  /** Whether what follows cannot be reached. */
  readonly ends: boolean;
  readonly run: (frame: Frame) => Outcome;
}

/** What statements of one block share: the types of what they return. */
interface Block {
  readonly returns: string[];
  readonly check: Check;
}

type Of<K extends Statement['kind']> = Extract<Statement, { kind: K }>;

/** Statements in a scope of their own, which the caller made. */
export function checkStatements(statements: readonly Statement[], scope: Scope, block: Block): CheckedStatement {
  const steps: CheckedStatement[] = [];
  for (const statement of statements) {
    if (statement.kind === 'comment') continue;
    if (steps.at(-1)?.ends === true) throw new CSharpError(`the ${statement.kind} is never reached`);
    steps.push(checkStatement(statement, scope, block));
  }
  const runs = steps.map(({ run }) => run);
  return {
    ends: steps.at(-1)?.ends === true,
    run: (frame) => {
      for (const run of runs) {
        const outcome = run(frame);
        if (outcome !== undefined) return outcome;
      }
      return undefined;
    },
  };
}

function checkStatement(statement: Exclude<Statement, { kind: 'comment' }>, scope: Scope, block: Block) {
  switch (statement.kind) {
    case 'declare':
      return checkDeclaration(statement, scope, block);
    case 'assign':
      return checkAssignment(statement, scope, block);
    case 'assign-index':
      return checkIndexAssignment(statement, scope, block);
    case 'run': {
      if (statement.call.kind !== 'call') throw new CSharpError('only a call is a statement');
      const { run } = block.check(statement.call, scope);
      return passing((frame) => void run(frame));
    }
    case 'if':
      return checkIf(statement, scope, block);
    case 'foreach':
      return checkLoop(statement, scope, block);
    case 'return': {
      const { type, run } = block.check(statement.value, scope);
      conversionTo('object', type);
      block.returns.push(type);
      return { ends: true, run: (frame: Frame): Outcome => ({ value: run(frame) }) };
    }
    default:
      if (!scope.isLoop) throw new CSharpError(`${statement.kind} stands only in a loop`);
      return { ends: true, run: (): Outcome => statement.kind };
  }
}

const passing = (run: (frame: Frame) => void): CheckedStatement => ({
  ends: false,
  run: (frame) => {
    run(frame);
    return undefined;
  },
});

function checkDeclaration({ name, type, value }: Of<'declare'>, scope: Scope, { check }: Block): CheckedStatement {
  // The name is in scope already, without a value: what stands in its own value may not be called the same.
  const given = check(value, scope);
  if (type === undefined) conversionTo('object', given.type === 'null' ? 'void' : given.type);
  const convert = conversionTo(type ?? given.type, given.type);
  const { slot } = scope.declare(name, type ?? given.type);
  return passing((frame) => {
    frame.cells[slot] = { value: convert(given.run(frame)) };
  });
}

function checkAssignment({ name, value }: Of<'assign'>, scope: Scope, { check }: Block): CheckedStatement {
  const local = scope.find(name);
  if (local === undefined) throw new CSharpError(`unknown name ${name}`);
  if (local.isFixed) throw new CSharpError(`${name} cannot be assigned`);
  const { slot } = local;
  const given = check(value, scope);
  const convert = conversionTo(local.type, given.type);
  return passing((frame) => {
    const next = convert(given.run(frame));
    const cell = frame.cells[slot];
    if (cell !== undefined) cell.value = next;
  });
}

function checkIndexAssignment(statement: Of<'assign-index'>, scope: Scope, { check }: Block): CheckedStatement {
  const target = check(statement.target, scope);
  const member = memberOf(target.type, '[]', 'indexer');
  const { write } = member;
  if (write === undefined) throw new CSharpError(`${target.type}[] cannot be assigned`);
  const index = check(statement.index, scope);
  const value = check(statement.value, scope);
  const toIndex = conversionTo(member.parameters[0] ?? 'string', index.type);
  const element = typeof member.returns === 'string' ? member.returns : (elementOf(target.type) ?? '');
  const toValue = conversionTo(element, value.type);
  return passing((frame) => {
    const from = target.run(frame);
    const at = toIndex(index.run(frame));
    const next = toValue(value.run(frame));
    if (from === null) throw new CSharpError('NullReferenceException at []');
    write(targetOf(member, from), at, next);
  });
}

function checkIf({ test, body, otherwise = [] }: Of<'if'>, scope: Scope, block: Block): CheckedStatement {
  const asked = block.check(test, scope);
  conversionTo('bool', asked.type);
  const yes = checkStatements(body, new Scope(scope), block);
  const no = checkStatements(otherwise, new Scope(scope), block);
  return {
    ends: yes.ends && no.ends,
    run: (frame) => (asked.run(frame) === true ? yes.run(frame) : no.run(frame)),
  };
}

function checkLoop({ name, items, body }: Of<'foreach'>, outer: Scope, block: Block): CheckedStatement {
  const scope = new Scope(outer, true);
  const sequence = block.check(items, scope);
  const element = elementOf(sequence.type);
  if (element === undefined) throw new CSharpError(`${sequence.type} cannot be enumerated`);
  const { slot } = scope.declare(name, element, true);
  const { run } = checkStatements(body, new Scope(scope), block);
  return {
    ends: false,
    run: (frame) => {
      const from = sequence.run(frame);
      if (from === null) throw new CSharpError('NullReferenceException at foreach');
      for (const value of elementsOf(from)) {
        countRound(frame);
        frame.cells[slot] = { value };
        const outcome = run(frame);
        if (outcome === 'break') break;
        if (typeof outcome === 'object') return outcome;
      }
      return undefined;
    },
  };
}
