import { Command, Option } from 'commander';
import { runLocal } from '../local-process.ts';

interface ServeFlags {
  readonly clouds: string;
  readonly state: string;
  readonly from: readonly string[];
  readonly port?: string;
  readonly trace?: string;
  readonly functionsHost?: string;
}

/** `crossgate serve` (npm start): the service on this machine. Runs until it is told to stop. */
export function serveCommand(): Command {
  return new Command('serve')
    .description('run the service on this machine')
    .addOption(
      new Option('--clouds <which>', "simulated clouds, or real ones as this command's environment configures them")
        .choices(['sandbox', 'real'])
        .default('sandbox'),
    )
    .option('--port <n>', 'port to listen on (default: a free one)')
    .option('--state <dir>', 'folder of what the service keeps', '.crossgate')
    .option('--from <definition...>', 'API definitions for the simulated AWS instead of the sample estate', [])
    .option('--trace <dir>', 'write every exchange with the simulated clouds to azure.jsonl and aws.jsonl there')
    .option('--functions-host <command>', 'run the app on another host: "func start --port {port}"')
    .action(async (flags: ServeFlags) => {
      const args = ['serve', '--clouds', flags.clouds, '--state', flags.state];
      args.push(...flags.from.flatMap((file) => ['--from', file]));
      if (flags.port !== undefined) args.push('--port', flags.port);
      if (flags.trace !== undefined) args.push('--trace', flags.trace);
      if (flags.functionsHost !== undefined) args.push('--functions-host', flags.functionsHost);
      process.exitCode = await runLocal(args);
    });
}
