import { Command, Option } from 'commander';
import { runLocal } from '../local-process.ts';

const HELP = `
Both gateways run on this machine: API Gateway's on the export, API Management's on what would be put there, every decision by its
recommended option. A case is {stage?, stageVariables?, keys?, request: {method, path, query?, headers?, body | bodyBase64?, ip?},
backend?: {answers: {status, headers, body | bodyBase64} | {lambda: RESULT}}}, one a line; the path comes without the stage.

Exit status: 0 both do the same, or a finding says why not; 1 a difference that no finding explains; 2 wrong usage or input.

Example:
  crossgate compare --from export.json --cases cases.jsonl --format json`;

/** `crossgate compare`: what AWS would answer, what API Management will, and why they differ, offline. */
export function compareCommand(): Command {
  return new Command('compare')
    .description('ask both gateways the same, offline, and say where and why they differ')
    .requiredOption('--from <export>', 'API definition, OpenAPI or Swagger, with its extensions')
    .requiredOption('--cases <file>', 'requests with what the backend answers, one JSON object a line')
    .addOption(new Option('--format <format>', 'what is printed').choices(['text', 'json']).default('text'))
    .addHelpText('after', HELP)
    .action(async ({ from, cases, format }: { from: string; cases: string; format: string }) => {
      const args = ['compare', '--from', from, '--cases', cases];
      process.exitCode = await runLocal(format === 'json' ? [...args, '--json'] : args);
    });
}
