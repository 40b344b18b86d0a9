import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { combineReadings } from '../../src/definitions/combine-readings.ts';
import { parseDocument } from '../../src/definitions/parse-document.ts';
import { HTTP, REST, SAM } from './templates.ts';
import { readInput } from '../../src/definitions/read-input.ts';
import { LEDGER_COLUMNS } from '../../src/model/plan.ts';
import { assessmentRequest } from '../../src/planning/assessment-request.ts';
import { assess } from '../../src/planning/build-plan.ts';

const FOLDER = join(import.meta.dirname, 'definitions');
const TEXTS = [
  ...readdirSync(FOLDER).map((name) => ({ name, text: readFileSync(join(FOLDER, name), 'utf8') })),
  ...Object.entries({ REST, HTTP, SAM }).map(([name, text]) => ({ name: `${name}.yaml`, text })),
];
const DOCUMENTS = TEXTS.map(({ name, text }): unknown => {
  const parsed = parseDocument({ bytes: Buffer.from(text) });
  if (!parsed.ok) throw new Error(`${name}: ${parsed.error}`);
  return parsed.value;
});

/** What stands where something else was meant. */
const HOSTILE: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1e308,
  '',
  ' ',
  '\u0000',
  '${a.b}',
  '{{x}}',
  '{',
  '/{a}/{a}',
  '{proxy+}',
  'constructor',
  '((((((((((a+)+)+)+)+',
  '😀'.repeat(2000),
  [],
  {},
  [[[]]],
  { $ref: '#' },
  { $ref: '#/paths' },
  { $ref: 'https://example.com/x.json' },
  { Ref: 'X' },
  { 'Fn::If': ['c', { Ref: 'AWS::NoValue' }, { 'Fn::If': [] }] },
  { 'Fn::Join': [','] },
  { type: {} },
  JSON.parse('{"__proto__": {"type": "mock"}, "toString": 1}') as unknown,
];
const KEYS = [
  '__proto__',
  'constructor',
  'hasOwnProperty',
  '$ref',
  'x-amazon-apigateway-integration',
  'x-amazon-apigateway-any-method',
  'x-amazon-x',
  '/{a+}/b',
  '$default',
  '',
];
/** Pieces of text that break, or that a parser may choke on. */
const PIECES = [
  '{',
  ']',
  '"',
  '\\',
  '\n',
  '\t',
  '&a ',
  '*a',
  '<<: ',
  '!!js/function x',
  '!Sub ',
  '---\n',
  '? ',
  '\u2028',
];

interface Mutant {
  readonly file: string;
  readonly bytes: Uint8Array;
}

/** One of our own definitions with a few members replaced, removed, renamed or copied elsewhere. */
const mutatedTrees: fc.Arbitrary<Mutant> = fc
  .record({
    source: fc.nat(DOCUMENTS.length - 1),
    edits: fc.array(
      fc.record({ kind: fc.nat(4), at: fc.nat(), value: fc.constantFrom(...HOSTILE), key: fc.constantFrom(...KEYS) }),
      { minLength: 1, maxLength: 4 },
    ),
  })
  .map(({ source, edits }) => {
    const document = structuredClone(DOCUMENTS[source]);
    for (const edit of edits) change(document, edit);
    return { file: 'mutant.json', bytes: Buffer.from(JSON.stringify(document)) };
  });

interface Edit {
  readonly kind: number;
  readonly at: number;
  readonly value: unknown;
  readonly key: string;
}

function change(document: unknown, { kind, at, value, key }: Edit): void {
  const places = placesIn(document);
  const place = places[at % Math.max(1, places.length)];
  if (place === undefined) return;
  const [holder, name] = place;
  if (kind === 0) define(holder, name, structuredClone(value));
  else if (kind === 1) delete holder[name];
  else if (kind === 2) define(holder, key, holder[name]);
  else if (kind === 3) define(holder, name, nested(holder[name], at % 300));
  else define(holder, name, structuredClone(places[(at >>> 8) % places.length]?.[0]));
}

/** Every member of every object and list, with what holds it. */
function placesIn(document: unknown): readonly (readonly [holder: Record<string, unknown>, name: string])[] {
  if (document === null || typeof document !== 'object') return [];
  const holder = document as Record<string, unknown>;
  return Object.keys(holder).flatMap((name) => [[holder, name] as const, ...placesIn(holder[name])]);
}

/** Assigning to `__proto__` would set the prototype. */
function define(holder: Record<string, unknown>, name: string, value: unknown): void {
  Object.defineProperty(holder, name, { value, configurable: true, enumerable: true, writable: true });
}

function nested(value: unknown, depth: number): unknown {
  let outer = value;
  for (let level = 0; level < depth; level += 1) outer = level % 2 === 0 ? [outer] : { a: outer };
  return outer;
}

/** One of our own definitions with its text cut, repeated in part, or with pieces and bytes put in. */
const mutatedTexts: fc.Arbitrary<Mutant> = fc
  .record({
    source: fc.nat(TEXTS.length - 1),
    kind: fc.nat(3),
    from: fc.nat(),
    length: fc.nat(400),
    piece: fc.constantFrom(...PIECES),
    byte: fc.nat(255),
  })
  .map(({ source, kind, from, length, piece, byte }) => {
    const { name = '', text = '' } = TEXTS[source] ?? {};
    const bytes = Buffer.from(text);
    const at = from % bytes.length;
    const [before, after] = [bytes.subarray(0, at), bytes.subarray(at)];
    if (kind === 0) return { file: name, bytes: before };
    if (kind === 1) return { file: name, bytes: Buffer.concat([before, after.subarray(0, length), after]) };
    if (kind === 2) return { file: name, bytes: Buffer.concat([before, Buffer.from(piece), after]) };
    return { file: name, bytes: Buffer.concat([before, Buffer.from([byte]), after.subarray(1)]) };
  });

/** Definitions as nobody should write them; of our own ones, so that most of each is still read. */
export const mutants: fc.Arbitrary<Mutant> = fc.oneof({ weight: 3, arbitrary: mutatedTrees }, mutatedTexts);

/** What must not happen, whatever a file holds: undefined when all is well. */
export function wrongWith(mutant: Mutant): string | undefined {
  const reading = readInput(mutant);
  const { ok, error = '' } = reading.input;
  if (/defect/.test(error) || error.includes('\n')) return error;
  if (!ok) return error.length > 10 ? undefined : `refused without a reason: ${error}`;
  const { inventory } = combineReadings([reading]);
  const { plan, apis, shared } = assess({ inventory, ...assessmentRequest(inventory), targetDigest: 'sha256:none' });
  const ledgers = [...apis.map(({ ledger }) => ledger), shared];
  for (const ledger of [plan.ledger, ...ledgers])
    if (LEDGER_COLUMNS.reduce((sum, column) => sum + ledger[column], 0) !== ledger.total)
      return 'a ledger is unbalanced';
  const total = ledgers.reduce((sum, ledger) => sum + ledger.total, 0);
  return total === plan.ledger.total ? undefined : `the APIs add up to ${total}, the plan says ${plan.ledger.total}`;
}
