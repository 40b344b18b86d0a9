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

const ENDINGS = `
States for --cancel: discovering, planning, awaiting-plan, transferring-certificates, importing, registering-backends, opening,
validating, arming, awaiting-cutover, cutting-over, monitoring, awaiting-commit (accepted, too, is over before anybody can look).

Faults, and how the run ends:
  target-5xx           every second answer of the target is a 500        rolled back by the sequential test
  target-1pct          every hundredth is                                rolled back by the same test, later
  target-auth          the target turns everybody away                   rolled back by the test of refusals
  target-slow          the target takes two seconds longer               frozen: a person accepts it or takes it back
  no-data              the target's metrics are missing                  frozen: no data is not health
  import-400           the target refuses an API                         rolled back, as the run's onFailure says
  certificate-missing  ACM does not hand the certificate out             blocked: a person must decide
  dns-edited           somebody edits a name right before the cutover    blocked: their change is left alone
  dns-lag              one name server is late                           committed, later
  throttled            both clouds are sparing with requests             committed, later

Nobody is there to decide where a run is held: the demo has it rolled back, and its outcome is "blocked".

Exit status: 0 the run ended as its options call for, callers got no errors but those of the fault, a run that did not commit left
nothing and the names as they were; 1 otherwise; 2 wrong usage; with --from, 3 when the definitions' findings held the run.
`;

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
    .option('--fault <kind>', 'let one thing go wrong, see below')
    .option('--trace <dir>', 'write every exchange with the simulated clouds to azure.jsonl and aws.jsonl there')
    .option('--functions-host <command>', 'run the app on another host: "func start --port {port}"')
    .addHelpText('after', ENDINGS)
    .action(async (flags: DemoFlags) => {
      const args = ['demo', ...flags.from.flatMap((file) => ['--from', file])];
      if (flags.json) args.push('--json');
      for (const name of ['reject', 'cancel', 'fault', 'trace'] as const)
        if (flags[name] !== undefined) args.push(`--${name}`, flags[name]);
      if (flags.functionsHost !== undefined) args.push('--functions-host', flags.functionsHost);
      process.exitCode = await runLocal(args);
    });
}
