import type { Duplex } from 'node:stream';
import { CLOSE, encodeFrame, FrameError, FrameReader, OPCODES, type Frame } from './frames.ts';

/** Limits of API Gateway (quotas of WebSocket APIs, read 2026-11-29), in bytes: a greater one ends the connection with 1009. */
const LONGEST_FRAME = 32 * 1024;
const LONGEST_MESSAGE = 128 * 1024;

export interface ConnectionListener {
  message(payload: Buffer, isText: boolean): void;
  /** Told once, of whoever ended it. */
  closed(code: number): void;
}

/** The server's side of a WebSocket: messages out of frames, pings answered, and the closing handshake. */
export class Connection {
  readonly #socket: Duplex;
  readonly #reader = new FrameReader('client', LONGEST_FRAME);
  readonly #listener: ConnectionListener;
  #parts: { readonly opcode: number; readonly payloads: Buffer[] } | undefined;
  #isOpen = true;

  constructor(socket: Duplex, listener: ConnectionListener) {
    this.#socket = socket;
    this.#listener = listener;
    socket.on('data', (bytes: Buffer) => this.receive(bytes));
    socket.on('close', () => this.#ended(CLOSE.goingAway));
    socket.on('error', () => this.#ended(CLOSE.goingAway));
  }

  /** Bytes of the caller. */
  receive(bytes: Buffer): void {
    try {
      for (const frame of this.#reader.push(bytes)) if (this.#isOpen) this.#take(frame);
    } catch (error) {
      if (!(error instanceof FrameError)) throw error;
      this.close(error.code);
    }
  }

  send(text: string): void {
    this.#write(OPCODES.text, Buffer.from(text));
  }

  close(code: number): void {
    const payload = Buffer.alloc(2);
    payload.writeUInt16BE(code);
    this.#write(OPCODES.close, payload);
    this.#socket.end();
    this.#ended(code);
  }

  #take({ opcode, payload, isLast }: Frame): void {
    if (opcode === OPCODES.ping) return this.#write(OPCODES.pong, payload);
    if (opcode === OPCODES.pong) return;
    if (opcode === OPCODES.close) {
      this.#write(OPCODES.close, payload.subarray(0, 2));
      this.#socket.end();
      return this.#ended(payload.length < 2 ? CLOSE.noCode : payload.readUInt16BE(0));
    }
    const isContinued = opcode === OPCODES.continuation;
    if (isContinued === (this.#parts === undefined) || opcode > OPCODES.binary)
      throw new FrameError(CLOSE.protocolError, `an unexpected frame of kind ${opcode}`);
    this.#parts ??= { opcode, payloads: [] };
    this.#parts.payloads.push(payload);
    const whole = Buffer.concat(this.#parts.payloads);
    if (whole.length > LONGEST_MESSAGE) throw new FrameError(CLOSE.tooBig, `a message of ${whole.length} bytes`);
    if (!isLast) return;
    const isText = this.#parts.opcode === OPCODES.text;
    this.#parts = undefined;
    this.#listener.message(whole, isText);
  }

  #write(opcode: number, payload: Buffer): void {
    if (this.#isOpen && this.#socket.writable) this.#socket.write(encodeFrame({ isLast: true, opcode, payload }));
  }

  #ended(code: number): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#listener.closed(code);
  }
}
