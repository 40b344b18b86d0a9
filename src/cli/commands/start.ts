import { Command } from 'commander';
import { jsonSchemaOf } from '../../model/json-schema.ts';
import { runRequest } from '../../model/run.ts';
import { CommandFailure } from '../command-failure.ts';
import { EXIT } from '../exit-codes.ts';
import { onService, type Result, type Working } from '../service-command.ts';
import type { Terminal } from '../terminal.ts';
import { ARRIVED, watch } from './watch.ts';

const HELP = `
The service checks run.json whole: nothing is started while there is a mistake in it, and each is named by its place.

Exit status with --watch: 0 the run arrived, 1 it was rolled back or cancelled, 3 it is held for a person.

Examples:
  crossgate start --schema > run.schema.json       what run.json may hold
  crossgate start --config run.json --watch
  crossgate start --config run.json --json`;

/** `crossgate start`: starts a run by its run.json. */
export function startCommand(terminal: Terminal): Command {
  const command = new Command('start')
    .description('start a run')
    .option('--config <file>', 'the run.json; "-" is standard input')
    .option('--watch', 'follow the run until it ends or needs a person')
    .option('--until-held', 'with --watch: end at an open checkpoint or a pause as well')
    .option('--schema', 'print the JSON Schema of run.json instead')
    .option('--idempotency-key <key>', 'start at most one run by this key, however often it is sent')
    .addHelpText('after', HELP);
  return onService(command, terminal, 'operator', (working) =>
    working.options['schema'] === true ? Promise.resolve(schema()) : start(working),
  );
}

function schema(): Result {
  const document = { title: 'Crossgate run.json', ...jsonSchemaOf(runRequest, 'input') };
  return { document, text: JSON.stringify(document, null, 2) };
}

async function start(working: Working): Promise<Result> {
  const { options, terminal, hint } = working;
  const request = await runJson(working, 'start');
  const service = await working.service();
  const key = options['idempotencyKey'] as string | undefined;
  const document = await service.startRun(request, key);
  const { runId } = document;
  if (options['watch'] !== true) return { document, text: `Started ${runId}. Follow it: ${hint(`watch ${runId}`)}` };
  terminal.err(`Started ${runId}.\n`);
  return watch(working, runId, ARRIVED, options['untilHeld'] === true);
}

/** What `--config` holds. @throws CommandFailure where that is nothing to read */
export async function runJson({ options, terminal }: Working, command: string): Promise<unknown> {
  const file = options['config'] as string | undefined;
  if (file !== undefined) return readJson(file, terminal);
  const detail = `${command} needs --config run.json; "crossgate start --schema" prints what that may hold.`;
  throw badInput('no-config', detail);
}

async function readJson(file: string, terminal: Terminal): Promise<unknown> {
  let text: string;
  try {
    text = await terminal.read(file);
  } catch (error) {
    throw badInput('no-file', `${file} cannot be read: ${messageOf(error)}`);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw badInput('invalid-json', `${file} is not JSON: ${messageOf(error)}`);
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function badInput(code: string, detail: string): CommandFailure {
  return new CommandFailure(EXIT.badUsage, { code, title: 'Bad input', detail });
}
