/** A generator of numbers in [0, 1) that a seed determines (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The seed of a test run: CROSSGATE_SEED, or one of its own; printed, so that a failure can be had again. */
export function testSeed(suite: string): number {
  const given = process.env['CROSSGATE_SEED'];
  const seed = given === undefined || given === '' ? Math.floor(Math.random() * 2 ** 32) : Number(given);
  process.stdout.write(`${suite}: CROSSGATE_SEED=${seed}\n`);
  return seed;
}
