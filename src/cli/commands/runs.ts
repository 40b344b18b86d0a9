import { Command, InvalidArgumentError, Option } from 'commander';
import { RUN_STATES } from '../../model/run.ts';
import type { RunSummary } from '../../model/run-status.ts';
import { onService } from '../service-command.ts';
import type { Terminal } from '../terminal.ts';
import { relative } from '../words.ts';

const HELP = `
Examples:
  crossgate runs
  crossgate runs --status blocked --top 100`;

/** `crossgate runs`: the runs of a service, newest first. */
export function runsCommand(terminal: Terminal): Command {
  const command = new Command('runs')
    .description('list runs, newest first')
    .addOption(new Option('--status <state>', 'only runs in this state').choices(RUN_STATES))
    .option('--top <n>', 'how many, 100 at most', upTo100, '20')
    .addHelpText('after', HELP);
  return onService(command, terminal, 'reader', async ({ service, options }) => {
    const status = options['status'] as string | undefined;
    const page = await (
      await service()
    ).runs({
      top: options['top'] as string,
      ...(status === undefined ? {} : { status }),
    });
    return { document: page, text: tableOf(page.runs, page.continuationToken !== undefined, terminal) };
  });
}

function upTo100(value: string): string {
  if (/^[1-9]\d?$|^100$/.test(value)) return value;
  throw new InvalidArgumentError('It is a number from 1 to 100.');
}

function tableOf(runs: readonly RunSummary[], isMore: boolean, terminal: Terminal): string {
  if (runs.length === 0) return 'No runs.';
  const rows = [
    ['RUN', 'STATE', 'STARTED', 'BY', 'NAME'],
    ...runs.map(({ runId, state, createdAt, requester, name = '' }) => [
      runId,
      state,
      relative(createdAt, terminal.now()),
      requester,
      name,
    ]),
  ];
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  if (isMore) lines.push('There are more: --top shows up to 100.');
  return lines.join('\n');
}
