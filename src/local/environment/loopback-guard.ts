/**
 * Loaded into every Node program of a demo or test (`node --import`): a connection, datagram or name lookup that would leave
 * this machine is refused and written down, so that a simulated migration can never touch a real cloud, and a test that
 * needs the internet cannot pass by having it.
 */
import { Socket as DatagramSocket } from 'node:dgram';
import dns from 'node:dns';
import { appendFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { BlockList, isIP, Socket } from 'node:net';

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

function isLoopback(host: string): boolean {
  const name = host.toLowerCase().replace(/^\[|\]$/g, '');
  const family = isIP(name);
  if (family === 0) return name === 'localhost' || name.endsWith('.localhost');
  return loopback.check(name, family === 6 ? 'ipv6' : 'ipv4');
}

function refuse(what: string): Error {
  const log = process.env['LOOPBACK_GUARD_LOG'];
  if (log !== undefined) appendFileSync(log, `${process.pid} ${what}\n`);
  const message = `${what} leaves this machine; simulated clouds are on loopback only`;
  return Object.assign(new Error(message), { code: 'ELEAVESLOOPBACK' });
}

type Method = (...args: unknown[]) => unknown;

/** Puts `check` before a method; what it throws keeps the method from being called. */
function guard(owner: object, name: string, check: (self: object, args: readonly unknown[]) => void): void {
  const holder = owner as Record<string, Method>;
  const original = holder[name] as Method;
  holder[name] = function guarded(this: object, ...args: unknown[]) {
    check(this, args);
    return Reflect.apply(original, this, args);
  };
}

const member = (value: unknown, name: string): unknown =>
  value !== null && typeof value === 'object' ? (value as Record<string, unknown>)[name] : undefined;

/** Host that `socket.connect` was given: options, or port and host; net itself passes its arguments on as one array. */
function hostOf(args: readonly unknown[]): string | undefined {
  const [first, second] = (Array.isArray(args[0]) ? args[0] : args) as readonly unknown[];
  const host = member(first, 'host') ?? (typeof second === 'string' ? second : undefined);
  return typeof host === 'string' && host !== '' ? host : undefined;
}

guard(Socket.prototype, 'connect', (self, args) => {
  const host = hostOf(args);
  if (host === undefined) return; // a pipe or localhost
  if (isLoopback(host)) return;
  // A name that the caller's own lookup resolves is judged by its address, which Node tells before it connects.
  const [first] = (Array.isArray(args[0]) ? args[0] : args) as readonly unknown[];
  if (typeof member(first, 'lookup') !== 'function') throw refuse(`a connection to ${host}`);
  (self as Socket).on('connectionAttempt', (address) => {
    if (!isLoopback(address)) throw refuse(`a connection to ${host} (${address})`);
  });
});

/** `send(msg, [offset, length,] port, [address,] [callback])`: the address is the only text after the message. */
guard(DatagramSocket.prototype, 'send', (_self, args) => {
  const address = args.slice(1).find((arg) => typeof arg === 'string');
  if (typeof address === 'string' && !isLoopback(address)) throw refuse(`a datagram to ${address}`);
});
guard(DatagramSocket.prototype, 'connect', (_self, [, address]) => {
  if (typeof address === 'string' && !isLoopback(address)) throw refuse(`a datagram to ${address}`);
});

/** Asking the system for a name's address may ask a server outside, whatever comes of it. */
for (const owner of [dns, dns.promises])
  guard(owner, 'lookup', (_self, [name]) => {
    if (typeof name === 'string' && isIP(name) === 0 && !isLoopback(name)) throw refuse(`a lookup of ${name}`);
  });
syncBuiltinESMExports();
