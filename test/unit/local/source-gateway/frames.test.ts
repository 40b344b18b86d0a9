import { describe, expect, it } from 'vitest';
import {
  encodeFrame,
  FrameError,
  FrameReader,
  OPCODES,
} from '../../../../src/local/sandbox/source-gateway/websocket/frames.ts';

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');
const HELLO = { isLast: true, opcode: OPCODES.text, payload: Buffer.from('Hello') };

describe('frames, by the examples of RFC 6455, 5.7', () => {
  it.each([
    ['a text without a mask', '81 05 48 65 6c 6c 6f', HELLO],
    ['a part of a text', '01 03 48 65 6c', { ...HELLO, isLast: false, payload: Buffer.from('Hel') }],
    ['the rest of it', '80 02 6c 6f', { isLast: true, opcode: OPCODES.continuation, payload: Buffer.from('lo') }],
    ['a ping', '89 05 48 65 6c 6c 6f', { ...HELLO, opcode: OPCODES.ping }],
    [
      '256 bytes',
      `82 7e 01 00 ${'ab'.repeat(256)}`,
      { ...HELLO, opcode: OPCODES.binary, payload: Buffer.alloc(256, 0xab) },
    ],
    [
      '64 KiB',
      `82 7f 00 00 00 00 00 01 00 00 ${'cd'.repeat(65_536)}`,
      { ...HELLO, opcode: OPCODES.binary, payload: Buffer.alloc(65_536, 0xcd) },
    ],
  ])('%s', (_what, wire, frame) => {
    expect(encodeFrame(frame)).toEqual(hex(wire));
    expect(new FrameReader('server').push(hex(wire))).toEqual([frame]);
  });

  it('a text with a mask, however it is cut', () => {
    const wire = hex('81 85 37 fa 21 3d 7f 9f 4d 51 58');
    expect(encodeFrame(HELLO, hex('37 fa 21 3d'))).toEqual(wire);
    for (let cut = 0; cut <= wire.length; cut += 1) {
      const reader = new FrameReader('client');
      const frames = [...reader.push(wire.subarray(0, cut)), ...reader.push(wire.subarray(cut))];
      expect(frames).toEqual([HELLO]);
    }
  });
});

it.each([
  ['a caller without a mask', 'client', '81 05 48 65 6c 6c 6f', 1002],
  ['a server with a mask', 'server', '81 85 37 fa 21 3d 7f 9f 4d 51 58', 1002],
  ['an extension', 'server', 'c1 00', 1002],
  ['a ping in parts', 'server', '09 00', 1002],
  ['a ping of 126 bytes', 'server', '89 7e 00 7e', 1002],
  ['more than may be, before it is there', 'server', '82 7e 01 00', 1009],
] as const)('%s is refused with a code', (_what, peer, wire, code) => {
  let thrown: unknown;
  try {
    new FrameReader(peer, 255).push(hex(wire));
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(FrameError);
  expect((thrown as FrameError).code).toBe(code);
});
