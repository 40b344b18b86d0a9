/** A statement of AWS WAF as its API has it. */
export type Statement = Readonly<Record<string, unknown>>;

/** Text, or nothing for what is none. */
export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** @throws Untranslatable for what is no number above zero */
export function countOf(value: unknown): number {
  if (typeof value === 'number' && Number.isFinite(value) && value > 0) return value;
  throw new Untranslatable('a number that cannot be read');
}

/** A statement that Azure WAF cannot express, and why. */
export class Untranslatable extends Error {
  override readonly name = 'Untranslatable';
}

export const objectOf = (value: unknown): Statement =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Statement) : {};
