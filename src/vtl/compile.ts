import type { Expression } from '../csharp/expression.ts';
import { diagnosticOf, type Diagnostic } from './diagnostics.ts';
import { placeOf, TemplateError } from './error.ts';
import type { Statement } from './ir.ts';
import { lower, type Pass } from './lower/lowering.ts';
import type { OverrideTarget } from './lower/overrides.ts';
import { Refusal } from './lower/refusal.ts';
import type { Known } from './lower/scope.ts';
import { checkSize } from './lower/size.ts';
import { readTemplate } from './resolve.ts';
import type { TemplateTarget } from './target.ts';

export type { ParameterPlace, TemplateTarget } from './target.ts';

/** How close a policy comes to its template (docs: templates, 6): L0 text, L1 exact, L2 exact but for corners that are named, L6 not compiled. */
export type FidelityLevel = 'L0' | 'L1' | 'L2' | 'L6';

export type Compiled =
  | {
      readonly ok: true;
      readonly level: Exclude<FidelityLevel, 'L6'>;
      /**
       * The text, or C# that gives it; where `isStaged`, C# that gives a JObject of `body` and of what is set of `requestOverride`
       * and `responseOverride`.
       */
      readonly value: string | Expression;
      readonly isStaged: boolean;
      readonly overrides: readonly OverrideTarget[];
      readonly diagnostics: readonly Diagnostic[];
    }
  | { readonly ok: false; readonly level: 'L6'; readonly diagnostics: readonly Diagnostic[] };

/** Variables depend on one another at most so deep; each pass settles some. */
const MOST_PASSES = 12;

/** A mapping template as C# of a policy; one that cannot be carried exactly is refused with its place, never approximated. */
export function compileTemplate(template: string, target: TemplateTarget): Compiled {
  try {
    const statements = readTemplate(template);
    checkSize(statements);
    return compiled(template, settled(target, statements));
  } catch (error) {
    if (error instanceof TemplateError) return refused(diagnosticOf('VTL-SYNTAX', error.place, error.detail));
    if (error instanceof Refusal) return refused(diagnosticOf(error.code, placeOf(template, error.at), error.message));
    throw error;
  }
}

const refused = (diagnostic: Diagnostic): Compiled => ({ ok: false, level: 'L6', diagnostics: [diagnostic] });

function settled(target: TemplateTarget, statements: readonly Statement[]): Pass {
  let known: Known = { kinds: new Map(), types: new Map(), printsTokens: false, changesTokens: false };
  for (let i = 0; i < MOST_PASSES; i++) {
    const pass = lower(target, statements, known);
    if (isSame(pass, known)) return pass;
    known = pass;
  }
  throw new Refusal('VTL-VARIABLE', 'variables depend on one another in a circle', 0);
}

const isSame = (one: Known, other: Known): boolean =>
  one.printsTokens === other.printsTokens &&
  one.changesTokens === other.changesTokens &&
  one.kinds.size === other.kinds.size &&
  [...one.kinds].every(([name, kind]) => other.kinds.get(name) === kind) &&
  [...one.types].every(([name, type]) => other.types.get(name)?.schema === type?.schema);

function compiled(template: string, { value, overrides, corners }: Pass): Compiled {
  const diagnostics = [...corners].map(([code, at]) => diagnosticOf(code, placeOf(template, at)));
  const differs = diagnostics.some(({ severity }) => severity === 'review');
  const level = differs ? 'L2' : typeof value === 'string' ? 'L0' : 'L1';
  const isStaged = overrides.length > 0;
  return { ok: true, level, value, isStaged, overrides, diagnostics };
}
