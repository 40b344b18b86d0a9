import type { InputFile } from '../model/assessment-input.ts';
import { jsonReason } from './json-reason.ts';
import { isList, isObject, type Json } from './json.ts';
import { DocumentRefused, parseYaml } from './yaml-to-json.ts';

/** A document, or in one line why it cannot be read: where, the reason, what to do. */
export type ParsedDocument =
  | {
      readonly ok: true;
      readonly value: Json;
      /** Places of keys that are written twice in an object: the last one is in `value`. */
      readonly duplicates: readonly string[];
    }
  | { readonly ok: false; readonly error: string };

/** API Gateway imports 6 MB at most, and CloudFormation 1 MB: what is larger is something else. */
const LARGEST_BYTES = 64 * 1024 * 1024;
/** YAML is read a hundred times slower than JSON. */
const LARGEST_YAML_BYTES = 8 * 1024 * 1024;
/** Far deeper than schemas nest (API Gateway's own definitions stay below 20). */
const DEEPEST = 200;

/**
 * Reads JSON or YAML; CloudFormation's short tags take their long form. Nothing in a document is followed or run, and nothing of it
 * can make this hang: size, depth, aliases and the number of values are bounded. Never throws.
 */
export function parseDocument({ bytes }: Pick<InputFile, 'bytes'>): ParsedDocument {
  if (bytes.length > LARGEST_BYTES) return refused(`${bytes.length} bytes are more than a definition can have`);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return refused('the bytes are not UTF-8: save the file as UTF-8 text');
  }
  if (text.trim() === '') return refused('the file is empty');
  return /^\s*[{[]/.test(text) ? parseJson(text, bytes.length) : yaml(text, bytes.length);
}

const refused = (error: string): ParsedDocument => ({ ok: false, error });

function parseJson(text: string, size: number): ParsedDocument {
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch (error) {
    // A flow mapping of YAML looks alike; what neither reads is most likely meant as JSON.
    const other = size > LARGEST_YAML_BYTES ? undefined : yaml(text, size);
    return other?.ok === true ? other : refused(`not JSON: ${jsonReason(error, text)}`);
  }
  const keys = countKeys(value);
  if (keys === undefined) return refused(`nested deeper than ${DEEPEST} levels, as no definition is`);
  // JSON.parse keeps the last of equal keys without a word; then there are fewer members than keys in the text.
  return { ok: true, value, duplicates: keysIn(text) === keys ? [] : placesOfDuplicates(text, size) };
}

/** How many members all objects have together; undefined where they nest too deep. Iterative: depth must not be the stack's. */
function countKeys(value: Json): number | undefined {
  let count = 0;
  const open: [Json, number][] = [[value, 0]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [current, depth] = next;
    if (depth > DEEPEST) return undefined;
    if (isList(current)) for (const item of current) if (typeof item === 'object') open.push([item, depth + 1]);
    if (!isObject(current)) continue;
    for (const key in current) {
      count += 1;
      const member = current[key];
      if (typeof member === 'object') open.push([member, depth + 1]);
    }
  }
  return count;
}

/** How many keys a JSON text has: strings before a colon. */
function keysIn(text: string): number {
  let count = 0;
  for (const [token] of text.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"(?:\s*:)?/gs)) if (token.endsWith(':')) count += 1;
  return count;
}

function placesOfDuplicates(text: string, size: number): readonly string[] {
  const read = size > LARGEST_YAML_BYTES ? undefined : yaml(text, size);
  return read?.ok === true && read.duplicates.length > 0
    ? read.duplicates
    : ['a key is written twice in some object of the file'];
}

function yaml(text: string, size: number): ParsedDocument {
  if (size > LARGEST_YAML_BYTES) return refused(`${size} bytes are more than is read as YAML: convert it to JSON`);
  try {
    return { ok: true, ...parseYaml(text, DEEPEST) };
  } catch (error) {
    if (error instanceof DocumentRefused) return refused(error.message);
    // The parser's own recursion is bounded by the stack only.
    if (error instanceof RangeError) return refused('nested deeper than can be read');
    return refused(
      `not YAML: ${(error instanceof Error ? error.message : String(error)).replaceAll(/\s+/g, ' ').slice(0, 200)}`,
    );
  }
}
