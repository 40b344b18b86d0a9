import { parseArgs } from 'node:util';
import { hostCommand } from './host/main.ts';
import { sandboxCommand } from './sandbox/main.ts';

/** Root of everything that plays a cloud or a host on this machine: `main.ts host|sandbox [options]`, spawned by the command line. */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    app: { type: 'string' },
    port: { type: 'string' },
    state: { type: 'string' },
    trace: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});

const [part] = positionals;
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
  default:
    throw new Error(`main.ts host|sandbox, not ${String(part)}`);
}
