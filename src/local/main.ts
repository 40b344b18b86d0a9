import { parseArgs } from 'node:util';

/**
 * Root of everything that plays a cloud or a host on this machine: `main.ts host|sandbox|token|serve|compare|simulate|demo [options]`, spawned
 * by the command line, which has checked the options. Each part is loaded when it is asked for: a host needs no cloud to start.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    'app': { type: 'string' },
    'port': { type: 'string' },
    'state': { type: 'string' },
    'trace': { type: 'string' },
    'role': { type: 'string', multiple: true, default: [] },
    'json': { type: 'boolean', default: false },
    'from': { type: 'string', multiple: true, default: [] },
    'cases': { type: 'string' },
    'artifacts': { type: 'string' },
    'request': { type: 'string' },
    'fault': { type: 'string', multiple: true, default: [] },
    'reject': { type: 'string' },
    'cancel': { type: 'string' },
    'clouds': { type: 'string', default: 'sandbox' },
    'functions-host': { type: 'string' },
  },
});
const { app, port, state, trace, json, from, fault, reject, cancel, clouds } = values;
const functionsHost = values['functions-host'] ?? process.env['CROSSGATE_FUNCTIONS_HOST'];

const [part, ...rest] = positionals;
switch (part) {
  case 'host': {
    if (app === undefined) throw new Error('host needs --app DIR');
    const { hostCommand } = await import('./host/main.ts');
    await hostCommand({
      app,
      json,
      ...(port === undefined ? {} : { port: Number(port) }),
      ...(state === undefined ? {} : { state }),
    });
    break;
  }
  case 'sandbox': {
    const { sandboxCommand } = await import('./sandbox/main.ts');
    await sandboxCommand({ json, faults: fault, from, ...(trace === undefined ? {} : { trace }) });
    break;
  }
  case 'token': {
    const [name] = rest;
    if (name === undefined) throw new Error('token needs a NAME');
    const { tokenKey } = await import('./front/token-key.ts');
    const { issueToken } = await import('./front/token.ts');
    const key = tokenKey(state ?? '.crossgate');
    process.stdout.write(`${await issueToken(key, { name, roles: values.role })}\n`);
    break;
  }
  case 'serve': {
    const { serveCommand } = await import('./environment/serve.ts');
    await exit(
      await serveCommand({
        state: state ?? '.crossgate',
        clouds: clouds === 'real' ? 'real' : 'sandbox',
        definitions: from,
        ...(port === undefined ? {} : { port: Number(port) }),
        ...(trace === undefined ? {} : { trace }),
        ...(functionsHost === undefined ? {} : { functionsHost }),
      }),
    );
    break;
  }
  case 'compare': {
    const { compareCommand } = await import('./compare/main.ts');
    process.exitCode = await compareCommand({ from: from[0] ?? '', cases: values.cases ?? '', json });
    break;
  }
  case 'simulate': {
    const { simulateCommand } = await import('./compare/simulate.ts');
    const { artifacts = '', request = '' } = values;
    process.exitCode = await simulateCommand({ artifacts, request });
    break;
  }
  case 'demo': {
    const { demoCommand } = await import('./demo/main.ts');
    await exit(await demoCommand({ from, fault, json, reject, cancel, trace, functionsHost }));
    break;
  }
  default:
    throw new Error(`main.ts host|sandbox|token|serve|compare|simulate|demo, not ${String(part)}`);
}

/** Ends this process even if something that was interrupted half-way still waits; output is written first. */
async function exit(code: number): Promise<void> {
  await Promise.all(
    [process.stdout, process.stderr].map((stream) => new Promise((written) => stream.write('', written))),
  );
  process.exit(code);
}
