import { startHost, type HostOptions } from './host.ts';

/** Runs a Functions app until the process is told to stop; see `crossgate host`. */
export async function hostCommand({ json, ...options }: HostOptions & { readonly json: boolean }): Promise<void> {
  const stopped = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
  });
  const log = (level: string, message: string): void => {
    if (level === 'error' || level === 'critical' || level === 'warning')
      process.stderr.write(`${level}: ${message}\n`);
  };
  const host = await startHost(options, log);
  if (json) process.stdout.write(`${JSON.stringify({ url: host.url })}\n`);
  else {
    process.stdout.write(`Functions:\n`);
    for (const { name, kind, route, methods = [] } of host.functions)
      process.stdout.write(
        `  ${name}: ${kind === 'http' ? `[${methods.join(',')}] ${host.url}/${route ?? ''}` : kind}\n`,
      );
    process.stderr.write('The local host listens. Ctrl-C stops it; its state is kept.\n');
  }
  await stopped;
  await host.close();
}
