/** A statement of AWS WAF as its API has it. */
export type Statement = Readonly<Record<string, unknown>>;

/** A statement that Azure WAF cannot express, and why. */
export class Untranslatable extends Error {
  override readonly name = 'Untranslatable';
}

export const objectOf = (value: unknown): Statement =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Statement) : {};
