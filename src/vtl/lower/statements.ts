import * as cs from '../../csharp/build.ts';
import type { Statement as CsStatement } from '../../csharp/expression.ts';
import type { Statement, TestedBranch } from '../ir.ts';
import { constantOf, orEmptyToken, text, type Code } from './code.ts';
import { appendToken, plainText } from './json.ts';
import { lowerLoop } from './loops.ts';
import { putMember } from './members.ts';
import { CALLED, type Scope } from './scope.ts';
import type { Variables } from './variables.ts';

/** Statements of a block; what follows a break does not run. */
export function lowerBlock(scope: Scope, variables: Variables, statements: readonly Statement[]): void {
  for (const statement of statements) {
    if (statement.kind === 'break' || statement.kind === 'stop') return leave(scope, statement.kind);
    lowerStatement(scope, variables, statement);
    if (leaves(scope.statements.at(-1))) return;
  }
}

/** Whether nothing behind it is reached, as in a condition that always breaks: C# has no such statements. */
function leaves(statement: CsStatement | undefined): boolean {
  if (statement?.kind !== 'if') return statement?.kind === 'break';
  return leaves(statement.body.at(-1)) && leaves(statement.otherwise?.at(-1));
}

/** Outside of loops both end the template, which is its end where nothing is around them. */
function leave(scope: Scope, kind: 'break' | 'stop'): void {
  if (kind === 'break' && scope.loops.length > 0) scope.emit(cs.breakLoop());
  else if (scope.depth > 0) scope.refuse('VTL-STOP', `#${kind} ends the template from within a block`);
}

function lowerStatement(
  scope: Scope,
  variables: Variables,
  statement: Exclude<Statement, { kind: 'break' | 'stop' }>,
): void {
  if ('at' in statement) scope.at = statement.at;
  switch (statement.kind) {
    case 'text':
      return append(scope, text(statement.text));
    case 'output':
      return append(scope, scope.value(statement.value));
    case 'let': {
      if (scope.loops.some(({ variable }) => variable === statement.name))
        scope.refuse('VTL-VARIABLE', `$${statement.name} is set in the loop that it goes through`);
      return variables.set(scope, statement, scope.value(statement.value));
    }
    case 'put':
      return putMember(scope, statement.target, scope.value(statement.key), scope.stored(scope.value(statement.value)));
    case 'if':
      return lowerIf(scope, statement.branches, statement.otherwise);
    case 'for':
      return lowerLoop(scope, statement);
    default:
      return scope.refuse('VTL-EVALUATE', '#evaluate runs text that is known at run time only');
  }
}

function append(scope: Scope, value: Code): void {
  const { name, takesTokens } = scope.sink;
  const sink = cs.named(name);
  const plain = plainText(value);
  if (plain !== undefined) {
    const isEmpty = constantOf({ kind: 'text', code: plain }) === '';
    if (!isEmpty) scope.emit(cs.run(cs.call(sink, takesTokens ? 'Add' : 'Append', plain)));
    return;
  }
  if (value.kind !== 'token')
    return scope.refuse('VTL-VALUE', `what is printed is ${CALLED[value.kind] ?? value.kind}`);
  scope.corner('VTL-JAVA-TEXT');
  if (name === 'output') scope.printsTokens = true;
  if (!takesTokens) scope.emit(appendToken(sink, scope.tokenNamed(value, 'printed'), scope.names));
  else scope.emit(cs.run(cs.call(sink, 'Add', printedToken(scope, value))));
}

/** What is changed later is printed as it is now. */
function printedToken(scope: Scope, value: Code): Code['code'] {
  if (!scope.known.changesTokens) return orEmptyToken(value);
  return cs.call(scope.tokenNamed(value, 'printed'), 'DeepClone');
}

function lowerIf(scope: Scope, [branch, ...others]: readonly TestedBranch[], otherwise: readonly Statement[]): void {
  if (branch === undefined) return scope.block(otherwise);
  const test = scope.condition(branch.test);
  if (test.kind === 'boolean') {
    scope.corner('VTL-ALWAYS');
    return test.value ? scope.block(branch.body) : lowerIf(scope, others, otherwise);
  }
  const then = scope.inside(() => scope.block(branch.body));
  const rest = scope.inside(() => lowerIf(scope, others, otherwise));
  if (then.length > 0) scope.emit(cs.when(test, then, rest.length === 0 ? undefined : rest));
  else if (rest.length > 0) scope.emit(cs.when(cs.not(test), rest));
}
