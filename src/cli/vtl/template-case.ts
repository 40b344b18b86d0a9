import { z } from 'zod';
import type { TemplateInput } from '../../vtl/template.ts';
import { CommandFailure } from '../command-failure.ts';
import { EXIT } from '../exit-codes.ts';
import type { Terminal } from '../terminal.ts';

const texts = z.record(z.string(), z.string()).default({});

const inputSchema = z.object({
  body: z.string().default(''),
  params: z
    .object({ path: texts, querystring: texts, header: texts })
    .default({ path: {}, querystring: {}, header: {} }),
  stageVariables: texts,
  context: z.record(z.string(), z.unknown()).default({}),
});

const caseSchema = inputSchema.extend({ template: z.string(), expected: z.string().optional() });

/** A template with what it reads. */
export interface TemplateCase extends TemplateInput {
  readonly template: string;
  /** What it is said to print. */
  readonly expected?: string | undefined;
}

/** The text of a file that a person named. */
export async function readInputOf(terminal: Terminal, file: string): Promise<string> {
  try {
    return await terminal.read(file);
  } catch (error) {
    throw unusable(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Cases of a file, one JSON object a line. */
export async function readCases(terminal: Terminal, file: string): Promise<readonly TemplateCase[]> {
  const lines = (await readInputOf(terminal, file)).split('\n');
  return lines.flatMap((line, at) => (line.trim() === '' ? [] : [parsed(caseSchema, line, `${file}, line ${at + 1}`)]));
}

/** A JSON Schema of payloads. */
export const parseSchema = (text: string): Readonly<Record<string, unknown>> =>
  parsed(z.record(z.string(), z.unknown()), text, 'the schema');

/** What one template reads. */
export const parseInput = (text: string | undefined): TemplateInput => parsed(inputSchema, text ?? '{}', 'the input');

function parsed<T>(schema: z.ZodType<T>, text: string, where: string): T {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw unusable(`${where}: ${error instanceof Error ? error.message : 'no JSON'}`);
  }
  const result = schema.safeParse(json);
  if (result.success) return result.data;
  const issues = result.error.issues.map(({ path, message }) => `/${path.join('/')}: ${message}`);
  throw unusable(`${where}: ${issues.join('; ')}`);
}

const unusable = (detail: string): CommandFailure =>
  new CommandFailure(EXIT.badUsage, {
    title: 'The input cannot be used',
    code: 'bad-input',
    detail,
  });
