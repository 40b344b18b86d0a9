import { createHash } from 'node:crypto';
import type { InputFile, InputReading } from '../model/assessment-input.ts';
import type { AwsApi } from '../model/aws.ts';
import type { DiscoveryGap } from '../model/aws-account.ts';
import { inventoryOf, type AwsInventory, type InventoryPart } from '../model/aws-inventory.ts';

const SCHEMA = 'crossgate.snapshot/1';
const NEWLINE = 0x0a;

/** First line of a snapshot; every line after it is one API. */
interface Header {
  readonly schema: typeof SCHEMA;
  /** ISO time. */
  readonly createdAt: string;
  /** SHA-256 of each API's line, in order, in hex: a line that was cut or changed is known. */
  readonly apis: readonly string[];
  /** All that stands around the APIs. */
  readonly around: InventoryPart;
  /** Of `around` as JSON. */
  readonly aroundDigest: string;
}

/** A source as lines of a snapshot (docs: architecture, Stores), without line ends. It holds no secret, as the source does not. */
export function* snapshotLines(inventory: AwsInventory, createdAt: string): Iterable<string> {
  const { apis, schema: _schema, ...around } = inventory;
  const lines = apis.map((api) => JSON.stringify(api));
  const aroundDigest = digestOf(JSON.stringify(around));
  const header: Header = { schema: SCHEMA, createdAt, apis: lines.map(digestOf), aroundDigest, around };
  yield JSON.stringify(header);
  yield* lines;
}

/** Whether a file says in its first line that it is a snapshot. */
export function isSnapshot({ bytes }: Pick<InputFile, 'bytes'>): boolean {
  return Buffer.from(bytes.subarray(0, 100)).toString('utf8').startsWith(`{"schema":"${SCHEMA}"`);
}

/**
 * The source that a snapshot holds, told by live discovery or read from definitions before. An API whose line is damaged or missing
 * is a gap, and the others are read; without its header nothing of a snapshot can be trusted.
 */
export function readSnapshot(input: InputFile): InputReading {
  const [first, ...lines] = linesOf(input.bytes);
  const header = first === undefined ? undefined : headerOf(textOf(first));
  if (header === undefined) {
    const error = 'line 1: the header of the snapshot is damaged: take the snapshot again';
    return { input: { file: input.file, ok: false, error, apiIds: [] }, part: {} };
  }
  const read = header.apis.map((digest, index) => apiOf(digest, lines[index]));
  const apis = read.flatMap((each) => each ?? []);
  const damaged = read.flatMap((each, index) => (each === undefined ? [index + 2] : []));
  const part = inventoryOf(header.around, { apis, gaps: damaged.map((line) => damageOf(input.file, line)) });
  const { schema: _schema, ...around } = part;
  return { input: { file: input.file, ok: true, apiIds: [...new Set(apis.map(({ id }) => id))] }, part: around };
}

function damageOf(file: string, line: number): DiscoveryGap {
  return {
    at: { arn: `file:${file}`, pointer: '' },
    call: 'An API of the snapshot',
    reason: `line ${line} is missing, cut or changed`,
    remedy: 'Take the snapshot again.',
  };
}

/** A snapshot may be larger than a string can be, so lines are cut from bytes. */
function linesOf(bytes: Uint8Array): readonly Uint8Array[] {
  const lines: Uint8Array[] = [];
  for (let from = 0; from < bytes.length;) {
    const end = bytes.indexOf(NEWLINE, from);
    const to = end < 0 ? bytes.length : end;
    lines.push(bytes.subarray(from, to));
    from = to + 1;
  }
  return lines;
}

const textOf = (line: Uint8Array): string =>
  Buffer.from(line.buffer, line.byteOffset, line.byteLength).toString('utf8');

const digestOf = (line: string): string => createHash('sha256').update(line).digest('hex');

/** The digests are over all that matters, so a line that is whole is what was written. */
function apiOf(digest: string, line: Uint8Array | undefined): AwsApi | undefined {
  if (line === undefined) return undefined;
  const text = textOf(line);
  return digestOf(text) === digest ? (JSON.parse(text) as AwsApi) : undefined;
}

function headerOf(text: string): Header | undefined {
  try {
    const header = JSON.parse(text) as Partial<Header>;
    const { schema, createdAt = '', apis, around, aroundDigest } = header;
    if (schema !== SCHEMA || !Array.isArray(apis) || around === undefined || aroundDigest === undefined)
      return undefined;
    const isWhole = digestOf(JSON.stringify(around)) === aroundDigest;
    return isWhole ? { schema, createdAt, apis, around, aroundDigest } : undefined;
  } catch {
    return undefined;
  }
}
