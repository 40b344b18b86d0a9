import * as cs from '../../csharp/build.ts';
import type { Expression, Statement as CsStatement } from '../../csharp/expression.ts';
import type { TemplateTarget } from '../target.ts';
import type { Statement, Value } from '../ir.ts';
import { bool, type Code } from './code.ts';
import { appendToken, parseStatements } from './json.ts';
import type { OverrideTarget } from './overrides.ts';
import { referenceValue } from './references.ts';
import { Scope, type Known } from './scope.ts';
import { lowerBlock } from './statements.ts';
import { binaryValue, conditionOf, literalValue } from './values.ts';
import { Variables } from './variables.ts';

export interface Pass extends Known {
  readonly value: string | Expression;
  readonly overrides: readonly OverrideTarget[];
  /** Corners in which the text can differ, by code, with where they are met first. */
  readonly corners: ReadonlyMap<string, number>;
}

/** One pass over a template's statements that gives C#. */
export function lower(target: TemplateTarget, statements: readonly Statement[], known: Known): Pass {
  const variables = new Variables(statements);
  const scope = new Scope(target, known, {
    value: (own, value) => valueOf(own, variables, value),
    condition: conditionOf,
    block: (own, block) => lowerBlock(own, variables, block),
  });
  scope.block(statements);
  const { printsTokens, changesTokens, overrides, corners } = scope;
  // What is set where nothing comes is left out with it.
  const value = assembled(scope, variables.hoisted, overrides.length > 0);
  return { kinds: variables.kinds, types: variables.types, printsTokens, changesTokens, overrides, corners, value };
}

function valueOf(scope: Scope, variables: Variables, value: Value): Code {
  switch (value.kind) {
    case 'string':
    case 'integer':
    case 'float':
    case 'boolean':
    case 'printed':
    case 'list':
    case 'map':
    case 'range':
      return literalValue(scope, value);
    case 'reference':
      scope.at = value.at;
      return scope.value(value.value);
    case 'not':
      return bool(scope.condition(value));
    case 'binary':
      return binaryValue(scope, value);
    default:
      return referenceValue(scope, variables, value);
  }
}

/** The whole as text, as one expression, or as a block that returns the text. */
function assembled(scope: Scope, hoisted: readonly CsStatement[], isStaged: boolean): string | Expression {
  const { name, takesTokens } = scope.sink;
  const before = [...beforehand(scope), ...hoisted];
  const parts = isStaged || before.length > 0 ? undefined : appendedOnly(scope.statements, name);
  if (parts !== undefined) return cs.joinedText(parts);
  const builder = takesTokens ? scope.names.fresh('text') : name;
  const body = cs.call(cs.named(builder), 'ToString');
  return cs.block(
    ...before,
    cs.declare(name, cs.create(takesTokens ? 'List<JToken>' : 'StringBuilder')),
    ...scope.statements,
    ...(takesTokens ? tokensPrinted(scope, name, builder) : []),
    cs.giveBack(isStaged ? staged(scope, body) : body),
  );
}

function tokensPrinted(scope: Scope, list: string, builder: string): readonly CsStatement[] {
  const print = (part: Expression): readonly CsStatement[] => [appendToken(cs.named(builder), part, scope.names)];
  return [
    cs.declare(builder, cs.create('StringBuilder')),
    cs.forEach(scope.names.fresh('part'), cs.named(list), print),
  ];
}

function staged(scope: Scope, body: Expression): Expression {
  const members = [...scope.overrideNames].map(([of, name]) => cs.create('JProperty', of, cs.named(name)));
  return cs.create('JObject', cs.create('JProperty', 'body', body), ...members);
}

/** The payload, the parameters and what earlier templates set, as far as they are asked for. */
function beforehand(scope: Scope): readonly CsStatement[] {
  const { rawName, bodyName, parametersName, target, names } = scope;
  const statements: CsStatement[] = [];
  if (rawName !== undefined) {
    const raw = cs.named(rawName);
    statements.push(cs.declare(rawName, target.body));
    // A payload that is empty reads as {} (recorded 2025-03-17).
    statements.push(cs.when(cs.binary('==', raw, ''), [cs.assign(rawName, '{}')]));
    if (bodyName !== undefined) statements.push(...parseStatements(raw, bodyName, names, true));
  }
  if (parametersName !== undefined) {
    const places = (['path', 'querystring', 'header'] as const).map((place) =>
      cs.create('JProperty', place, target.parameters(place)),
    );
    statements.push(cs.declare(parametersName, cs.create('JObject', ...places)));
  }
  for (const [of, name] of scope.overrideNames) statements.push(cs.declare(name, earlier(target, of)));
  return statements;
}

/** What the request's template left of the overrides, or the empty maps that API Gateway gives. */
function earlier({ earlier: left }: TemplateTarget, of: string): Expression {
  if (left !== undefined) return cs.cast('JObject', cs.call(cs.index(left, of), 'DeepClone'));
  const places = of === 'requestOverride' ? ['header', 'path', 'querystring'] : ['header'];
  return cs.create('JObject', ...places.map((place) => cs.create('JProperty', place, cs.create('JObject'))));
}

/** What is appended one after the other, where nothing else is done. */
function appendedOnly(statements: readonly CsStatement[], name: string): readonly (string | Expression)[] | undefined {
  const parts = statements.map((statement) => appendedPart(statement, name));
  return parts.every((part) => part !== undefined) ? parts : undefined;
}

function appendedPart(statement: CsStatement, name: string): string | Expression | undefined {
  if (statement.kind !== 'run' || statement.call.kind !== 'call') return undefined;
  const { target, name: method, arguments: values } = statement.call;
  if (method !== 'Append' || target.kind !== 'name' || target.name !== name) return undefined;
  const value = values[0]?.value;
  return value?.kind === 'string' ? value.value : value;
}
