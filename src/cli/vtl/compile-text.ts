import type { Diagnostic } from '../../vtl/diagnostics.ts';
import { printable } from '../words.ts';
import type { CompileReport } from './compile-report.ts';

const LEVELS: Readonly<Record<CompileReport['level'], string>> = {
  L0: 'plain text',
  L1: 'exactly what API Gateway prints',
  L2: 'what API Gateway prints, but for what is said above',
  L6: 'not carried: the policy answers 501 and keeps the template in a comment',
};

/** What a person is told of a compiled template beside its policy: diagnostics by their places, the level, what the policy needs. */
export function compileText(name: string, { level, policyXml, diagnostics }: CompileReport): string {
  const names = namedValues(policyXml);
  const variable = /<set-variable\s+name="([\w-]+)"/.exec(policyXml)?.[1];
  const lines = [
    ...diagnostics.flatMap((diagnostic) => diagnosticLines(name, diagnostic)),
    `${name}: level ${level}, ${LEVELS[level]}`,
    ...(variable === undefined
      ? []
      : [`What it overrides stands in the variable ${variable}, for policies that set it.`]),
    ...(names.length === 0 ? [] : [`Named values that the policy reads: ${names.join(', ')}`]),
  ];
  return lines.map((line) => `${printable(line)}\n`).join('');
}

/** As compilers write them, so that editors find the place. */
function diagnosticLines(name: string, diagnostic: Diagnostic): readonly string[] {
  const { line, column, severity, code, message, awsBehaviour, apimBehaviour, remedy } = diagnostic;
  return [
    `${name}:${line}:${column}: ${severity} ${code}: ${message}`,
    `    API Gateway: ${awsBehaviour}`,
    `    API Management: ${apimBehaviour}`,
    `    Remedy: ${remedy}`,
  ];
}

/** A literal never holds two braces, so that only named values do. */
const namedValues = (policyXml: string): readonly string[] => [
  ...new Set([...policyXml.matchAll(/\{\{([\w.-]+)\}\}/g)].map(([, found = '']) => found)),
];
