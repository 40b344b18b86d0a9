import { parseArgs } from 'node:util';
import { tokenKey } from './front/token-key.ts';
import { issueToken } from './front/token.ts';
import { hostCommand } from './host/main.ts';
import { sandboxCommand } from './sandbox/main.ts';

/**
 * Root of everything that plays a cloud or a host on this machine: `main.ts host|sandbox|token [options]`, spawned by the
 * command line.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    app: { type: 'string' },
    port: { type: 'string' },
    state: { type: 'string' },
    trace: { type: 'string' },
    role: { type: 'string', multiple: true, default: [] },
    json: { type: 'boolean', default: false },
  },
});

const [part, ...rest] = positionals;
switch (part) {
  case 'host': {
    if (values.app === undefined) throw new Error('host needs --app DIR');
    await hostCommand({
      app: values.app,
      json: values.json,
      ...(values.port === undefined ? {} : { port: Number(values.port) }),
      ...(values.state === undefined ? {} : { state: values.state }),
    });
    break;
  }
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
    throw new Error(`main.ts host|sandbox|token, not ${String(part)}`);
}
