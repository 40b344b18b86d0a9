import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { CommandFailure } from './command-failure.ts';
import { EXIT } from './exit-codes.ts';
import type { ServiceOptions } from './service-client.ts';
import type { Terminal } from './terminal.ts';

/** Options that every command of a service has; `--url` and `--token` come from the environment as well. */
export interface AddressOptions {
  readonly url?: string;
  readonly token?: string;
  readonly as?: string;
  readonly state: string;
}

const serviceFile = z.object({ url: z.url() });
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * Where the service is and who calls it. Without `--url` it is the one that runs on this machine, by the file that it keeps
 * in `state` while it runs.
 * @throws CommandFailure that says what to do.
 */
export async function serviceOptions(
  options: AddressOptions,
  role: string,
  terminal: Terminal,
): Promise<ServiceOptions> {
  const url = options.url === undefined ? await localAddress(options.state, terminal) : checked(options.url);
  const token = options.as === undefined ? options.token : await localToken(options.as, role, options.state, terminal);
  if (token === undefined) return { url };
  const { protocol, hostname } = new URL(url);
  if (protocol === 'http:' && !LOOPBACK.test(hostname))
    throw usage('plain-http', `A token is not sent to ${url}: anybody on the way could read it. Use https.`);
  return { url, token };
}

function checked(url: string): string {
  if (/^https?:\/\//.test(url) && URL.canParse(url)) return url;
  throw usage('bad-url', `--url ${url} is not an address such as https://crossgate.example or http://127.0.0.1:7071.`);
}

async function localAddress(state: string, terminal: Terminal): Promise<string> {
  const file = join(state, 'service.json');
  let text: string;
  try {
    text = await terminal.read(file);
  } catch {
    const detail = `No service runs here: there is no ${file}. Start one with "npm start", or name one with --url or CROSSGATE_URL.`;
    throw new CommandFailure(EXIT.failed, { code: 'no-service', title: 'No service', detail });
  }
  const parsed = serviceFile.safeParse(parse(text));
  if (parsed.success) return parsed.data.url;
  const detail = `${file} does not hold {"url": "..."}. Start the service again with "npm start", or name one with --url.`;
  throw new CommandFailure(EXIT.failed, { code: 'no-service', title: 'No service', detail });
}

/** A token for `--as NAME`: only where the key of this machine's front is, and only with the role that the command needs. */
async function localToken(name: string, role: string, state: string, terminal: Terminal): Promise<string> {
  if (!existsSync(join(state, 'front.key'))) {
    const detail = `--as works on the machine that runs the service, where ${join(state, 'front.key')} is. Elsewhere give --token or CROSSGATE_TOKEN.`;
    throw usage('no-local-key', detail);
  }
  return terminal.localToken(name, role, state);
}

function usage(code: string, detail: string): CommandFailure {
  return new CommandFailure(EXIT.badUsage, { code, title: 'Bad usage', detail });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
