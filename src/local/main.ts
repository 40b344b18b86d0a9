import { parseArgs } from 'node:util';
import { tokenKey } from './front/token-key.ts';
import { issueToken } from './front/token.ts';
import { sandboxCommand } from './sandbox/main.ts';

/**
 * Root of everything that plays a cloud on this machine: `main.ts sandbox|token [options]`, spawned by the
 * command line.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    state: { type: 'string' },
    trace: { type: 'string' },
    role: { type: 'string', multiple: true, default: [] },
    json: { type: 'boolean', default: false },
  },
});

const [part, ...rest] = positionals;
switch (part) {
  case 'sandbox':
    await sandboxCommand({ json: values.json, ...(values.trace === undefined ? {} : { trace: values.trace }) });
    break;
  case 'token': {
    const [name] = rest;
    if (name === undefined) throw new Error('token needs a NAME');
    const key = tokenKey(values.state ?? '.crossgate');
    process.stdout.write(`${await issueToken(key, { name, roles: values.role })}\n`);
    break;
  }
  default:
    throw new Error(`main.ts sandbox|token, not ${String(part)}`);
}
