#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { VERSION } from '../model/version.ts';
import { EXIT } from './exit-codes.ts';
import { demoCommand } from './commands/demo.ts';
import { hostCommand } from './commands/host.ts';
import { sandboxCommand } from './commands/sandbox.ts';
import { serveCommand } from './commands/serve.ts';
import { tokenCommand } from './commands/token.ts';
import { serviceCommands } from './service-commands.ts';
import { processTerminal } from './terminal.ts';

/** The `crossgate` command: each file in `commands/` adds what its name says. */
const program = new Command('crossgate')
  .description("Moves an organisation's APIs from Amazon API Gateway to Azure API Management")
  .version(VERSION)
  .showHelpAfterError('(--help shows what there is, COMMAND --help what it takes)')
  .exitOverride();

const groups: Readonly<Record<string, readonly Command[]>> = {
  'On this machine:': [demoCommand(), serveCommand(), hostCommand(), sandboxCommand(), tokenCommand()],
  'A run of a service:': serviceCommands(processTerminal()),
};
for (const [heading, commands] of Object.entries(groups))
  for (const command of commands) program.addCommand(command.helpGroup(heading).copyInheritedSettings(program));

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? EXIT.success : EXIT.badUsage;
}
