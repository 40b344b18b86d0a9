import type { Place } from './error.ts';

/** What is to be said of a template's place. */
export interface Diagnostic {
  readonly code: string;
  readonly severity: 'info' | 'review' | 'blocker';
  readonly line: number;
  readonly column: number;
  readonly message: string;
  readonly awsBehaviour: string;
  readonly apimBehaviour: string;
  readonly remedy: string;
}

interface Kind {
  readonly severity: Diagnostic['severity'];
  /** `{detail}` stands for what is particular. */
  readonly message: string;
  readonly awsBehaviour: string;
  readonly apimBehaviour: string;
  readonly remedy: string;
}

const STUB = 'The policy answers 501 and keeps the template in a comment.';
const REWRITE = 'Write the template without it, or give a policy of your own as an override.';

const refusal = (message: string, awsBehaviour: string, remedy = REWRITE): Kind => ({
  severity: 'blocker',
  message,
  awsBehaviour,
  apimBehaviour: STUB,
  remedy,
});

const KINDS: Readonly<Record<string, Kind>> = {
  'VTL-JAVA-TEXT': {
    severity: 'review',
    message: 'Values of the payload are printed.',
    awsBehaviour: 'Java writes fractions below 0.001 and from ten million on with an exponent, as 1.0E7.',
    apimBehaviour: 'They are written as the payload has them; control characters in lists are escaped in lower case.',
    remedy: 'Nothing, unless a reader depends on how such a number is written.',
  },
  'VTL-ALWAYS': {
    severity: 'info',
    message: 'A condition does not depend on the request.',
    awsBehaviour: 'Everything but false is true, a missing value too.',
    apimBehaviour: 'The branch that always runs is written out.',
    remedy: 'Compare with "" where a missing value is meant.',
  },
  'VTL-SYNTAX': refusal(
    '{detail}.',
    'Velocity does not read the template, so that callers get 500.',
    'Correct the template.',
  ),
  'VTL-EVALUATE': refusal('{detail}.', 'Velocity reads and runs the text.'),
  'VTL-STOP': refusal('{detail}.', 'Nothing more is printed.'),
  'VTL-PATH': refusal('{detail}.', "Jayway's JsonPath finds it."),
  'VTL-CONTEXT': refusal('{detail}.', 'API Gateway knows the value.'),
  'VTL-METHOD': refusal('{detail} cannot be carried.', 'Java has the method.'),
  'VTL-VALUE': refusal('{detail}.', 'Java has a text for every value.'),
  'VTL-ARITHMETIC': refusal('{detail}.', 'Java computes with numbers of any size.'),
  'VTL-VARIABLE': refusal('{detail}.', 'Velocity has no types.'),
  'VTL-PATTERN': refusal('{detail}.', "Java's regular expressions know it."),
  'VTL-SIZE': refusal('{detail}, too many for a policy.', 'API Gateway takes templates of 300 KB.'),
  'VTL-UTIL': refusal('{detail}.', 'API Gateway may know it; its guide does not.'),
};

/** The diagnostic of a code at a place. */
export function diagnosticOf(code: string, { line, column }: Place, detail = ''): Diagnostic {
  const kind = KINDS[code];
  if (kind === undefined) throw new Error(`no diagnostic has the code ${code}`);
  const sentence = detail === '' ? '' : detail.charAt(0).toUpperCase() + detail.slice(1);
  return { code, line, column, ...kind, message: kind.message.replace('{detail}', sentence) };
}
