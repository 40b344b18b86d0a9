import { Command } from 'commander';
import { runLocal } from '../local-process.ts';

interface SandboxFlags {
  readonly json?: boolean;
  readonly trace?: string;
  readonly fault: readonly string[];
  readonly from: readonly string[];
}

/** `crossgate sandbox`: the simulated clouds alone. Runs until it is told to stop. */
export function sandboxCommand(): Command {
  return new Command('sandbox')
    .description('run the simulated clouds on loopback sockets')
    .option('--json', 'print one line of endpoints on stdout when they listen')
    .option('--trace <dir>', 'write every exchange to azure.jsonl and aws.jsonl there')
    .option('--fault <kind>', 'what goes wrong; may be repeated', collect, [])
    .option('--from <file>', 'API definition that the AWS account is made of; may be repeated', collect, [])
    .action(async (options: SandboxFlags) => {
      const args = ['sandbox'];
      if (options.json) args.push('--json');
      if (options.trace !== undefined) args.push('--trace', options.trace);
      for (const kind of options.fault) args.push('--fault', kind);
      for (const file of options.from) args.push('--from', file);
      process.exitCode = await runLocal(args);
    });
}

const collect = (value: string, others: readonly string[]): string[] => [...others, value];
