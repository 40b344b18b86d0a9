import { shortHash, slug } from '../features/operations.ts';

/**
 * A name that people can read and that differs where two things look alike when they are read.
 * @param key what tells things apart; default the text itself
 */
export function resourceName(text: string, key = text, hashLength = 6): string {
  return `${slug(text)}-${shortHash(key, hashLength)}`;
}
