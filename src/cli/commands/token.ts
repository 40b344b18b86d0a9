import { Command, Option } from 'commander';
import { runLocal } from '../local-process.ts';

/** `crossgate token`: a bearer token for the local front, for one person with the roles given. */
export function tokenCommand(): Command {
  return new Command('token')
    .description('issue a bearer token for this machine')
    .argument('<name>', 'who the token stands for')
    .addOption(
      new Option('--role <role...>', 'what they may do')
        .choices(['reader', 'operator', 'approver'])
        .default(['reader']),
    )
    .option('--state <dir>', 'folder with the key of the local front', '.crossgate')
    .action(async (name: string, options: { role: string[]; state: string }) => {
      const roles = options.role.flatMap((role) => ['--role', role]);
      process.exitCode = await runLocal(['token', name, ...roles, '--state', options.state]);
    });
}
