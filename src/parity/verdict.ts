/**
 * How the target's answer compares with the source's two: `looser` lets in whom the source refuses, `broken` fails where the
 * source answers; both stop a run. `different` is for people to judge, `noisy` means that the source contradicts itself.
 */
export type ParityVerdict = 'same' | 'noisy' | 'different' | 'looser' | 'broken';

const refuses = (status: number): boolean => status === 401 || status === 403;
const answers = (status: number): boolean => status < 400;

/** Judges by status: it tells access and failure apart and does not vary with data (cutover-and-saga.md, section 3). */
export function parityVerdict(source: readonly [number, number], target: number): ParityVerdict {
  const [first, second] = source;
  if (source.every(refuses) && answers(target)) return 'looser';
  if (first !== second) return 'noisy';
  if (first === target) return 'same';
  if (answers(first) && !answers(target)) return 'broken';
  return 'different';
}
