/** Kinds of frames (RFC 6455, 5.2). */
export const OPCODES = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

/** Codes that a connection is closed with (RFC 6455, 7.4.1). */
export const CLOSE = { normal: 1000, goingAway: 1001, protocolError: 1002, noCode: 1005, tooBig: 1009 } as const;

export interface Frame {
  readonly isLast: boolean;
  readonly opcode: number;
  readonly payload: Buffer;
}

/** What a peer sent is no frame of the protocol, or too big; the connection ends with the code. */
export class FrameError extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.name = 'FrameError';
    this.code = code;
  }
}

/** A frame on the wire. @param mask four bytes, as clients have to send */
export function encodeFrame({ isLast, opcode, payload }: Frame, mask?: Buffer): Buffer {
  const head = [(isLast ? 0x80 : 0) | opcode, ...lengthOf(payload.length, mask === undefined ? 0 : 0x80)];
  return Buffer.concat([Buffer.from(head), ...(mask === undefined ? [payload] : [mask, masked(payload, mask)])]);
}

function lengthOf(length: number, maskBit: number): readonly number[] {
  if (length < 126) return [maskBit | length];
  const bytes = Buffer.alloc(length <= 0xffff ? 2 : 8);
  if (bytes.length === 2) bytes.writeUInt16BE(length);
  else bytes.writeBigUInt64BE(BigInt(length));
  return [maskBit | (bytes.length === 2 ? 126 : 127), ...bytes];
}

const masked = (payload: Buffer, mask: Buffer): Buffer =>
  Buffer.from(payload.map((byte, index) => byte ^ (mask[index % 4] ?? 0)));

/** Frames out of a stream of bytes, however it is cut. */
export class FrameReader {
  readonly #mustBeMasked: boolean;
  readonly #longest: number;
  #rest = Buffer.alloc(0);

  /** @param longest bytes of a payload; a longer one is refused before it is there */
  constructor(peer: 'client' | 'server', longest = Number.MAX_SAFE_INTEGER) {
    this.#mustBeMasked = peer === 'client';
    this.#longest = longest;
  }

  /** The frames that are complete with these bytes. Throws {@link FrameError}. */
  push(bytes: Buffer): readonly Frame[] {
    this.#rest = Buffer.concat([this.#rest, bytes]);
    const frames: Frame[] = [];
    for (let frame = this.#next(); frame !== undefined; frame = this.#next()) frames.push(frame);
    return frames;
  }

  #next(): Frame | undefined {
    const bytes = this.#rest;
    if (bytes.length < 2) return undefined;
    const [first = 0, second = 0] = bytes;
    if ((first & 0x70) !== 0) throw new FrameError(CLOSE.protocolError, 'an extension that was not agreed on');
    const isMasked = (second & 0x80) !== 0;
    if (isMasked !== this.#mustBeMasked) throw new FrameError(CLOSE.protocolError, 'a mask where none may be, or none');
    const size = second & 0x7f;
    const extra = size === 126 ? 2 : size === 127 ? 8 : 0;
    if (bytes.length < 2 + extra) return undefined;
    const length = extra === 0 ? size : extra === 2 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
    const opcode = first & 0x0f;
    if (opcode >= OPCODES.close && (length > 125 || (first & 0x80) === 0))
      throw new FrameError(CLOSE.protocolError, 'a control frame that is cut or too long');
    if (length > this.#longest) throw new FrameError(CLOSE.tooBig, `a frame of ${length} bytes`);
    const start = 2 + extra + (isMasked ? 4 : 0);
    if (bytes.length < start + length) return undefined;
    const payload = bytes.subarray(start, start + length);
    this.#rest = bytes.subarray(start + length);
    return {
      isLast: (first & 0x80) !== 0,
      opcode,
      payload: isMasked ? masked(payload, bytes.subarray(start - 4, start)) : Buffer.from(payload),
    };
  }
}
