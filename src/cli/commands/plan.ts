import { Command } from 'commander';
import type { MigrationPlan } from '../../model/plan.ts';
import type { RunStatus } from '../../model/run-status.ts';
import { EXIT } from '../exit-codes.ts';
import { changesText, findingsText } from '../show-status.ts';
import { progressOn } from '../progress.ts';
import { onService, type Result, type Working } from '../service-command.ts';
import type { Terminal } from '../terminal.ts';
import { exitOf, watchRun } from '../watch-run.ts';
import { counted } from '../words.ts';
import { runJson } from './start.ts';
import { ARRIVED } from './watch.ts';

const HELP = `
Source and target are read, nothing is written anywhere and nothing is claimed; whatever mode run.json names, the run has the
mode "plan". With "assess" in run.json the target is not read either. Retry a run that findings block after mending what
they name, or cancel it.

Exit status: 0 planned, 1 the run was cancelled, 3 findings block the plan, 130 Ctrl-C.

Examples:
  crossgate plan --config run.json
  crossgate plan --config run.json --json          the status of the run, with counts of changes and findings`;

/** `crossgate plan`: what a run would do, without doing it. */
export function planCommand(terminal: Terminal): Command {
  const command = new Command('plan')
    .description('show what a run would change at the target, and change nothing')
    .option('--config <file>', 'the run.json; "-" is standard input')
    .option('--watch', 'show how the run goes on meanwhile')
    .addHelpText('after', HELP);
  return onService(command, terminal, 'operator', plan);
}

async function plan(working: Working): Promise<Result> {
  const { terminal, options, hint } = working;
  const request = dryRun(await runJson(working, 'plan'));
  const service = await working.service();
  const { runId } = await service.startRun(request);
  const progress = options['watch'] === true ? progressOn(terminal, hint) : SILENT;
  const watched = await watchRun({ service, terminal, runId, progress, untilHeld: true });
  const exit = exitOf(watched, ARRIVED);
  const { status } = watched;
  if (status === undefined || watched.ended === 'interrupted') {
    terminal.err(`The run goes on. Look again with: ${hint(`watch ${runId}`)}\n`);
    return { document: status ?? null, text: '', exit };
  }
  const planned = status.planDigest === undefined ? undefined : await service.plan(runId);
  const held =
    exit === EXIT.held ? [status.reason?.message ?? '', hint(`retry ${runId}`), hint(`cancel ${runId}`)] : [];
  return { document: status, text: [...summary(status, planned), ...held].join('\n'), exit };
}

const SILENT = { show: () => undefined, note: () => undefined };

/** The same request as one that changes nothing. What is no object the service refuses by its own words. */
function dryRun(request: unknown): unknown {
  if (typeof request !== 'object' || request === null || Array.isArray(request)) return request;
  return { ...request, mode: 'mode' in request && request.mode === 'assess' ? 'assess' : 'plan' };
}

const SIGNS = { create: '+', update: '~', leave: ' ' } as const;

/** Changes of resources, then steps elsewhere, then how many of which. */
function summary({ runId, state, changes, findings, steps }: RunStatus, planned?: MigrationPlan): readonly string[] {
  const resources = (planned?.changes ?? []).filter(({ change }) => change !== 'leave');
  const places = new Set(planned?.changes?.map(({ path }) => path));
  // Steps of a resource are several: it is closed, imported and opened.
  const elsewhere = (planned?.steps ?? []).filter(({ payload }) => !places.has(String(payload['path'])));
  return [
    ...resources.map(({ path, change }) => `${SIGNS[change]} ${path}`),
    ...elsewhere.map((step) => `* ${step.summary}`),
    `${runId} is ${state === 'committed' ? 'planned' : state}: ${counted(steps?.total ?? 0, 'step')}${changes === undefined ? '' : `; ${changesText(changes)}`}`,
    ...(findings === undefined ? [] : [`${findingsText(findings)}: GET /api/runs/${runId}/findings`]),
  ];
}
