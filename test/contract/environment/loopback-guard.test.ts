import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loopbackOnly } from '../../../src/local/environment/allowed-environment.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'crossgate-guard-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a program under the guard; what it prints, and what was written down. */
function run(name: string, program: string): { output: string; log: string } {
  const log = join(folder, name);
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    encoding: 'utf8',
    env: { ...process.env, ...loopbackOnly(log) },
  });
  let written = '';
  try {
    written = readFileSync(log, 'utf8');
  } catch {
    // nothing was written down
  }
  return { output: stdout + stderr, log: written };
}

const CODE = 'catch (error) { console.log(error.cause?.code ?? error.code) }';

describe('a guarded program', () => {
  it.each([
    ['an HTTP call by name', `try { await fetch('http://example.com/') } ${CODE}`, 'a connection to example.com'],
    ['an HTTP call by address', `try { await fetch('http://192.0.2.1/') } ${CODE}`, 'a connection to 192.0.2.1'],
    [
      'a TLS connection',
      `import tls from 'node:tls'; try { tls.connect(443, '2001:db8::1') } ${CODE}`,
      'a connection to 2001:db8::1',
    ],
    [
      'a name that its own lookup sends outside',
      `import net from 'node:net';
       process.on('uncaughtException', (error) => { console.log(error.code); process.exit(); });
       net.connect({ host: 'vault.example', port: 80, lookup: (_name, _options, done) => done(null, [{ address: '192.0.2.1', family: 4 }]) });`,
      'a connection to vault.example (192.0.2.1)',
    ],
    [
      'a DNS query over UDP',
      `import dgram from 'node:dgram'; try { dgram.createSocket('udp4').send('x', 53, '192.0.2.53'); } ${CODE}; process.exit()`,
      'a datagram to 192.0.2.53',
    ],
    [
      'a name lookup',
      `import { lookup } from 'node:dns/promises'; try { await lookup('example.com') } ${CODE}`,
      'a lookup of example.com',
    ],
  ])('is kept from %s, and that is written down', (name, program, written) => {
    const { output, log } = run(name, program);
    expect(output.trim()).toBe('ELEAVESLOOPBACK');
    expect(log).toContain(written);
  });

  it('reaches every address of this machine, and names that lead to one', () => {
    const program = `
      import { createServer, connect } from 'node:net';
      import dgram from 'node:dgram';
      const server = createServer((socket) => socket.end('ok'));
      await new Promise((done) => server.listen(0, done));
      const { port } = server.address();
      const reach = (options) => new Promise((done, fail) => connect({ port, ...options }).on('data', (text) => done(String(text))).on('error', fail));
      const lookup = (_name, { all }, done) => all ? done(null, [{ address: '127.0.0.3', family: 4 }]) : done(null, '127.0.0.3', 4);
      for (const options of [{}, { host: '127.0.0.2' }, { host: 'localhost' }, { host: 'vault.example', lookup }]) console.log(await reach(options));
      server.close();
      const socket = dgram.createSocket('udp4');
      socket.send('x', port, '127.0.0.2', () => socket.close());`;
    expect(run('reachable', program)).toEqual({ output: 'ok\nok\nok\nok\n', log: '' });
  });
});
