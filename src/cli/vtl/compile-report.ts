import { literal } from '../../csharp/build.ts';
import { printPolicyExpression } from '../../csharp/print.ts';
import { stage, stagedText } from '../../features/template-overrides.ts';
import { base, comment, document, returnResponse, setBody, setStatus } from '../../policy/build.ts';
import type { PolicyNode } from '../../policy/tree.ts';
import { writePolicy } from '../../policy/write.ts';
import { compileTemplate, type Compiled } from '../../vtl/compile.ts';
import type { Diagnostic } from '../../vtl/diagnostics.ts';
import { plainTarget } from '../../vtl/plain-target.ts';
import type { Schema } from '../../vtl/schema.ts';

/** What `vtl compile` prints. */
export interface CompileReport {
  readonly ok: boolean;
  readonly level: Compiled['level'];
  /** The expression; empty for a template that is refused. */
  readonly csharp: string;
  /** A policy that runs the template; of one that is refused a stub, which answers 501 and keeps it. */
  readonly policyXml: string;
  readonly diagnostics: readonly Diagnostic[];
}

export type TemplateKind = 'request' | 'response';

/** `schema` is what every payload keeps to. */
export function compileReport(template: string, kind: TemplateKind, schema: Schema | undefined): CompileReport {
  const compiled = compileTemplate(template, { ...plainTarget(kind), ...(schema && { schema }) });
  const { ok, level, diagnostics } = compiled;
  const nodes = compiled.ok ? carried(compiled, kind) : stub(template);
  const section = kind === 'request' ? 'inbound' : 'outbound';
  const policyXml = writePolicy(document({ [section]: [base(), ...nodes] }));
  return { ok, level, csharp: compiled.ok ? csharpOf(compiled) : '', policyXml, diagnostics };
}

const csharpOf = ({ value }: Extract<Compiled, { ok: true }>): string =>
  printPolicyExpression(typeof value === 'string' ? literal(value) : value);

/** A template that sets overrides leaves an object in a variable, for the policies that carry them. */
function carried({ value, isStaged }: Extract<Compiled, { ok: true }>, kind: TemplateKind): readonly PolicyNode[] {
  return isStaged ? [stage({ kind, value }), setBody(stagedText({ kind }))] : [setBody(value)];
}

const stub = (template: string): readonly PolicyNode[] => [
  comment(template),
  returnResponse(setStatus(501, 'Not Implemented')),
];
