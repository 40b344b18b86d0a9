import { Command } from 'commander';
import { runLocal } from '../local-process.ts';

/** `crossgate host`: the local Functions host for any app of the Node v4 model. Runs until it is told to stop. */
export function hostCommand(): Command {
  return new Command('host')
    .description('run a Functions app on the local host')
    .requiredOption('--app <dir>', 'folder of the app: package.json, host.json, its functions')
    .option('--port <n>', 'port to listen on (default: a free one)')
    .option('--state <dir>', "folder of the host's database (default: .crossgate/host in the app)")
    .option('--json', 'print one line {"url", "functions"} on stdout when it listens')
    .action(async (options: { app: string; port?: string; state?: string; json?: boolean }) => {
      const args = ['host', '--app', options.app];
      if (options.port !== undefined) args.push('--port', options.port);
      if (options.state !== undefined) args.push('--state', options.state);
      if (options.json) args.push('--json');
      process.exitCode = await runLocal(args);
    });
}
