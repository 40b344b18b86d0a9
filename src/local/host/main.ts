import { CannotStartError } from './cannot-start.ts';
import { startHost, type HostOptions } from './host.ts';

/** Exit code for what the person who started the host can put right (docs: architecture, CLI). */
const BAD_INPUT = 2;

/** Runs a Functions app until the process is told to stop, or whoever started it is gone; see `crossgate host`. */
export async function hostCommand({ json, ...options }: HostOptions & { readonly json: boolean }): Promise<void> {
  const stopped = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
    // The parent keeps a channel open where it can: a kill that it cannot pass on closes it.
    if (process.connected) process.once('disconnect', () => resolve());
  });
  const log = (level: string, message: string): void => {
    if (level === 'error' || level === 'critical' || level === 'warning')
      process.stderr.write(`${level}: ${message}\n`);
  };
  const started = startHost(options, log).catch((error: unknown) => {
    if (!(error instanceof CannotStartError)) throw error;
    process.stderr.write(`error: ${error.message}\n`);
    process.exit(BAD_INPUT);
  });
  const host = await Promise.race([started, stopped]);
  if (host === undefined) process.exit(); // told to stop while the app loads
  if (json) process.stdout.write(`${JSON.stringify({ url: host.url })}\n`);
  else {
    process.stdout.write(`Functions:\n`);
    for (const { name, kind, route, methods = [], isDisabled } of host.functions) {
      const what = kind === 'http' ? `[${methods.join(',')}] ${host.url}/${route ?? ''}` : kind;
      process.stdout.write(`  ${name}: ${what}${isDisabled ? ' (disabled)' : ''}\n`);
    }
    process.stderr.write('The local host listens. Ctrl-C stops it; its state is kept.\n');
  }
  await stopped;
  await host.close();
  // What the app left running (its timers, its sockets) must not keep the process.
  process.exit();
}
