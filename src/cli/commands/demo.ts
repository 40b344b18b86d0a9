import { Command } from 'commander';
import { runLocal } from '../local-process.ts';

interface DemoFlags {
  readonly from: readonly string[];
  readonly json?: boolean;
  readonly reject?: string;
  readonly cancel?: string;
  readonly fault?: string;
  readonly trace?: string;
  readonly functionsHost?: string;
}

/** `crossgate demo`: a whole migration in simulated clouds, from one command. */
export function demoCommand(): Command {
  return new Command('demo')
    .description('perform a whole migration in simulated clouds on this machine')
    .option(
      '--from <definition...>',
      "OpenAPI definitions of API Gateway's to migrate instead of the sample estate",
      [],
    )
    .option('--json', 'print one JSON document on stdout; progress goes to stderr')
    .option('--reject <checkpoint>', 'reject plan, cutover or commit: the run is rolled back')
    .option('--cancel <state>', 'cancel the run in a state: it is rolled back')
    .option('--fault <kind>', 'let something go wrong: target-5xx, import-400, no-data ... (a wrong one lists all)')
    .option('--trace <dir>', 'write every exchange with the simulated clouds to azure.jsonl and aws.jsonl there')
    .option('--functions-host <command>', 'run the app on another host: "func start --port {port}"')
    .action(async (flags: DemoFlags) => {
      const args = ['demo', ...flags.from.flatMap((file) => ['--from', file])];
      if (flags.json) args.push('--json');
      for (const name of ['reject', 'cancel', 'fault', 'trace'] as const)
        if (flags[name] !== undefined) args.push(`--${name}`, flags[name]);
      if (flags.functionsHost !== undefined) args.push('--functions-host', flags.functionsHost);
      process.exitCode = await runLocal(args);
    });
}
