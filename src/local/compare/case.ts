import * as z from 'zod';

const pairs = z.array(z.tuple([z.string(), z.string()])).readonly();
const body = { body: z.unknown().optional(), bodyBase64: z.string().optional() };

const answers = z.union([
  z.strictObject({ lambda: z.unknown() }),
  z.strictObject({ status: z.number().int(), headers: pairs.default([]), ...body }),
]);

const plan = z.strictObject({
  throttle: z.strictObject({ rateLimit: z.number(), burstLimit: z.number() }).optional(),
  quota: z
    .strictObject({
      limit: z.number().int(),
      period: z.enum(['DAY', 'WEEK', 'MONTH']),
      offset: z.number().int().default(0),
    })
    .optional(),
});

/** One request with what surrounds it: a line of `--cases`, or the file of `simulate --request` (docs: architecture, CLI). */
export const comparisonCase = z.strictObject({
  stage: z.string().optional(),
  stageVariables: z.record(z.string(), z.string()).optional(),
  keys: z
    .array(z.strictObject({ value: z.string(), enabled: z.boolean().default(true), plan: plan.optional() }))
    .optional(),
  request: z.strictObject({
    method: z.string(),
    /** Without the stage, as sent; the query is apart and decoded. */
    path: z.string().startsWith('/'),
    query: pairs.optional(),
    headers: pairs.optional(),
    ...body,
    ip: z.string().optional(),
  }),
  backend: z.strictObject({ answers: answers.optional() }).optional(),
});
export type ComparisonCase = z.infer<typeof comparisonCase>;
export type CaseAnswers = z.infer<typeof answers>;

/** Cases of a JSON Lines file. @throws Error naming the line and the member that is wrong */
export function readCases(text: string): readonly ComparisonCase[] {
  return text.split('\n').flatMap((line, index) => (line.trim() === '' ? [] : [readCase(line, `line ${index + 1}`)]));
}

/** @throws Error naming the member that is wrong */
export function readCase(text: string, place = 'the request'): ComparisonCase {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Error(`${place}: no JSON: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
  const read = comparisonCase.safeParse(value);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new Error(`${place}: /${issue?.path.join('/') ?? ''}: ${issue?.message ?? 'not a case'}`);
}

/** A message's bytes; a body that is no text stands for its JSON. */
export function bytesOf(message: { readonly body?: unknown; readonly bodyBase64?: string | undefined }): Buffer {
  if (message.bodyBase64 !== undefined) return Buffer.from(message.bodyBase64, 'base64');
  if (message.body === undefined || message.body === null) return Buffer.alloc(0);
  return Buffer.from(typeof message.body === 'string' ? message.body : JSON.stringify(message.body), 'utf8');
}
