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

const refusal = (message: string, awsBehaviour: string, remedy: string): Kind => ({
  severity: 'blocker',
  message,
  awsBehaviour,
  apimBehaviour: STUB,
  remedy,
});

/** A remedy in the template, beside which there is always the other. */
const orOverride = (remedy: string): string => `${remedy}, or give a policy of your own as an override.`;

const KINDS: Readonly<Record<string, Kind>> = {
  'VTL-JAVA-TEXT': {
    severity: 'review',
    message: 'Values of the payload are printed.',
    awsBehaviour:
      'Java writes fractions below 0.001 and from ten million on with an exponent (1.0E7), others without one (1e3 as 1000.0), and control characters in JSON in upper case (\\u001F).',
    apimBehaviour: 'Such numbers are written as the payload has them, such characters in lower case (\\u001f).',
    remedy: 'Nothing, unless a reader depends on how such a number is written.',
  },
  'VTL-MISSING': {
    severity: 'review',
    message: 'A method is called on what a request may not have.',
    awsBehaviour: 'Of a value that is missing every method gives nothing, which is true in a condition.',
    apimBehaviour: 'A value that is missing is empty text, of which the method gives its own answer.',
    remedy: 'Compare the value with "" before, or set a variable to it.',
  },
  'VTL-LETTERS': {
    severity: 'review',
    message: 'Letters change their case.',
    awsBehaviour: 'Java knows letters that become two, as SS of a sharp s.',
    apimBehaviour: 'Each letter is changed to one other.',
    remedy: 'Nothing, unless such letters come.',
  },
  'VTL-DECODE': {
    severity: 'review',
    message: 'A text is decoded.',
    awsBehaviour: 'What is malformed fails: callers get 500.',
    apimBehaviour: 'A percent sign that encodes nothing stays, and blanks in Base64 are passed over.',
    remedy: 'Nothing, unless callers send what is malformed.',
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
  'VTL-EVALUATE': refusal(
    '{detail}.',
    'Velocity reads and runs the text.',
    orOverride('Write what the text would be into the template'),
  ),
  'VTL-STOP': refusal('{detail}.', 'Nothing more is printed.', orOverride('Put what follows into an #else')),
  'VTL-PATH': refusal(
    '{detail}.',
    "Jayway's JsonPath finds it.",
    orOverride('Go the steps of the path one by one, with #foreach and #if'),
  ),
  'VTL-CONTEXT': refusal('{detail}.', 'API Gateway knows the value.', orOverride('Write the template without it')),
  'VTL-METHOD': refusal(
    'The method {detail} is not carried.',
    'Java has the method.',
    orOverride('Say it by another method, by #foreach or by a comparison'),
  ),
  'VTL-VALUE': refusal(
    '{detail}.',
    'Java has a text for every value.',
    orOverride('Name what is in it, one by one, with #foreach'),
  ),
  'VTL-ARITHMETIC': refusal(
    '{detail}.',
    'Java computes with numbers of any size.',
    orOverride('Compute with whole numbers that the template itself has, or in the backend'),
  ),
  'VTL-VARIABLE': refusal(
    '{detail}.',
    'Velocity has no types.',
    orOverride('Give each kind of value a variable of its own, and set it before the blocks that change it'),
  ),
  'VTL-SIZE': refusal(
    '{detail}, too many for a policy.',
    'API Gateway takes templates of 300 KB.',
    orOverride('Let #foreach go through what macros write out'),
  ),
  'VTL-UTIL': refusal(
    '{detail}.',
    'API Gateway may know it; its guide does not.',
    orOverride('Use a function that the guide names'),
  ),
};

export const DIAGNOSTIC_CODES: readonly string[] = Object.keys(KINDS);

/** The diagnostic of a code at a place. */
export function diagnosticOf(code: string, { line, column }: Place, detail = ''): Diagnostic {
  const kind = KINDS[code];
  if (kind === undefined) throw new Error(`no diagnostic has the code ${code}`);
  const message = kind.message.replace('{detail}', () => detail);
  return { code, line, column, ...kind, message: message.charAt(0).toUpperCase() + message.slice(1) };
}
