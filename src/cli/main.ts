#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { EXIT } from './exit-codes.ts';
import { demoCommand } from './commands/demo.ts';
import { hostCommand } from './commands/host.ts';
import { sandboxCommand } from './commands/sandbox.ts';
import { serveCommand } from './commands/serve.ts';
import { tokenCommand } from './commands/token.ts';

/** The `crossgate` command. Each file in `commands/` adds one subcommand; this file only lists them. */
const program = new Command('crossgate')
  .description("Moves an organisation's APIs from Amazon API Gateway to Azure API Management")
  .showHelpAfterError()
  .exitOverride();

const commands = [demoCommand(), serveCommand(), hostCommand(), sandboxCommand(), tokenCommand()];
for (const command of commands) program.addCommand(command.exitOverride());

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? EXIT.success : EXIT.badUsage;
}
