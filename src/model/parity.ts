import * as z from 'zod';
import { sourceRef } from './source-ref.ts';

const status = z.number().int();

/** One request that both sides were asked before the cutover. */
const comparedCase = z.object({
  hostname: z.string(),
  id: z.string(),
  at: sourceRef,
  path: z.string(),
  source: z.tuple([status, status]).readonly().describe('what the source answered, asked twice'),
  target: status.describe('what the target answered'),
  verdict: z
    .enum(['same', 'noisy', 'different', 'looser', 'broken'])
    .describe(
      'looser: lets in whom the source refuses; broken: fails where the source answers; noisy: the source differs',
    ),
});

/** What the comparison of a wave found; kept as an artefact, named by its digest. */
export const parityReport = z.object({
  compared: z.array(comparedCase).readonly(),
  untested: z.array(sourceRef).readonly().describe('operations of which nothing could be asked'),
});
export type ParityReport = z.infer<typeof parityReport>;
