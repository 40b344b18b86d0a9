import { z } from 'zod';
import { jsonReason } from '../../definitions/json-reason.ts';
import { below } from '../../model/source-ref.ts';
import type { Schema } from '../../vtl/schema.ts';
import type { TemplateInput } from '../../vtl/template.ts';
import { CommandFailure } from '../command-failure.ts';
import { EXIT } from '../exit-codes.ts';
import type { Terminal } from '../terminal.ts';

const texts = z.record(z.string(), z.string()).default({});

const inputSchema = z.object({
  body: z.string('expected the payload as a text, JSON in quotes: "{\\"id\\": 1}"').default(''),
  params: z
    .object({ path: texts, querystring: texts, header: texts })
    .default({ path: {}, querystring: {}, header: {} }),
  stageVariables: texts,
  context: z.record(z.string(), z.unknown()).default({}),
});

const caseSchema = inputSchema.extend({
  template: z.string('expected the text of a template'),
  expected: z.string().optional(),
});

/** What a template reads where nothing is said. */
export const NO_INPUT: TemplateInput = inputSchema.parse({});

/** A template with what it reads. */
export interface TemplateCase extends TemplateInput {
  readonly template: string;
  /** What it is said to print. */
  readonly expected?: string | undefined;
}

/** A case with the line of its file. */
export interface NumberedCase extends TemplateCase {
  readonly line: number;
}

/** What people call a file that they named. */
export const nameOf = (file: string): string => (file === '-' ? 'standard input' : file);

/** The text of a file that a person named. */
export async function readText(terminal: Terminal, file: string): Promise<string> {
  try {
    return await terminal.read(file);
  } catch (error) {
    throw unusable(`${nameOf(file)} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Cases of a file, one JSON object a line. */
export async function readCases(terminal: Terminal, file: string): Promise<readonly NumberedCase[]> {
  const lines = (await readText(terminal, file)).split('\n');
  return lines.flatMap((text, at) => {
    if (text.trim() === '') return [];
    const line = at + 1;
    return [{ ...parsed(caseSchema, text, `${nameOf(file)}, line ${line}`, reasonInLine), line }];
  });
}

/** What one template reads, of a file. */
export async function readInput(terminal: Terminal, file: string): Promise<TemplateInput> {
  return parsed(inputSchema, await readText(terminal, file), nameOf(file), jsonReason);
}

/** A JSON Schema of payloads, of a file. */
export async function readSchema(terminal: Terminal, file: string): Promise<Schema> {
  return parsed(z.record(z.string(), z.unknown()), await readText(terminal, file), nameOf(file), jsonReason);
}

/** The place in a line that is named already. */
const reasonInLine: typeof jsonReason = (error, text) =>
  jsonReason(error, text).replace('(line 1 column', '(column').replace(' at line 1: the file is', ': the line is');

function parsed<T>(schema: z.ZodType<T>, text: string, where: string, reasonOf: typeof jsonReason): T {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw unusable(`${where} is not JSON: ${reasonOf(error, text)}`);
  }
  const result = schema.safeParse(json);
  if (result.success) return result.data;
  const mistakes = result.error.issues.map(({ path, message }) => `${pointerOf(path)}${message}`);
  throw unusable(`${where}: ${mistakes.join('; ')}`);
}

/** `/params/path/id: `; nothing for the whole. */
const pointerOf = (path: readonly PropertyKey[]): string =>
  path.length === 0 ? '' : `${below({ arn: '', pointer: '' }, ...path.map(String)).pointer}: `;

const unusable = (detail: string): CommandFailure =>
  new CommandFailure(EXIT.badUsage, {
    title: 'The input cannot be used',
    code: 'bad-input',
    detail,
  });
