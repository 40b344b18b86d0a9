import { Command } from 'commander';
import { runLocal } from '../local-process.ts';

const HELP = `
The request is a case of "crossgate compare", with the path of the API in its path: {request: {method, path, query?, headers?, body |
bodyBase64?, ip?}, keys?, backend?: {answers: {status, headers, body | bodyBase64}}}. A policy or expression that the simulator does
not know is an error, never passed over.

Exit status: 0 answered; 1 the configuration cannot be simulated; 2 wrong usage or input.

Example:
  crossgate assess --from export.json --out assessment
  crossgate simulate --artifacts assessment --request request.json`;

/** `crossgate simulate`: what API Management answers to a request by what an assessment wrote, offline. */
export function simulateCommand(): Command {
  return new Command('simulate')
    .description('answer one request as API Management would by the artefacts of an assessment, offline')
    .requiredOption('--artifacts <dir>', 'folder that "crossgate assess --out" wrote, or an APIOps folder')
    .requiredOption('--request <file>', 'the request with what the backend answers, as JSON')
    .addHelpText('after', HELP)
    .action(async ({ artifacts, request }: { artifacts: string; request: string }) => {
      process.exitCode = await runLocal(['simulate', '--artifacts', artifacts, '--request', request]);
    });
}
