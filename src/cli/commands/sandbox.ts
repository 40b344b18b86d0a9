import { Command } from 'commander';
import { runLocal } from '../local-process.ts';

/** `crossgate sandbox`: the simulated clouds alone. Runs until it is told to stop. */
export function sandboxCommand(): Command {
  return new Command('sandbox')
    .description('run the simulated clouds on loopback sockets')
    .option('--json', 'print one line of endpoints on stdout when they listen')
    .option('--trace <dir>', 'write every exchange to azure.jsonl and aws.jsonl there')
    .action(async (options: { json?: boolean; trace?: string }) => {
      const args = ['sandbox'];
      if (options.json) args.push('--json');
      if (options.trace !== undefined) args.push('--trace', options.trace);
      process.exitCode = await runLocal(args);
    });
}
