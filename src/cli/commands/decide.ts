import { Command } from 'commander';
import type { OpenCheckpoint, RunStatus } from '../../model/run-status.ts';
import { CommandFailure } from '../command-failure.ts';
import { EXIT } from '../exit-codes.ts';
import type { Decided } from '../service-client.ts';
import { onService, type Working } from '../service-command.ts';
import type { Terminal } from '../terminal.ts';
import { anyOf, counted } from '../words.ts';

const HELP = (decision: string): string => `
CHECKPOINT is plan, cutover-WAVE, commit-WAVE or decommission; "cutover" will do while one cutover is open. What is decided on
is the plan and the evidence that the service shows now: when they change meanwhile, the decision is refused.

Examples:
  crossgate ${decision} run-7f3a plan --comment "read the findings"
  crossgate ${decision} run-7f3a cutover --comment "change 4711"`;

/** `crossgate approve|reject RUN CHECKPOINT`. */
export function decideCommands(terminal: Terminal): readonly Command[] {
  return (['approve', 'reject'] as const).map((decision) => {
    const command = new Command(decision)
      .description(`${decision} an open checkpoint of a run`)
      .argument('<run>', 'id of the run')
      .argument('<checkpoint>', 'id of the checkpoint, or its beginning')
      .option('--comment <text>', 'why; kept with the decision and in the audit log')
      .addHelpText('after', HELP(decision));
    return onService(command, terminal, 'approver', (working) => decide(working, decision));
  });
}

async function decide({ args, options, service, hint }: Working, decision: 'approve' | 'reject') {
  const [runId, asked] = args as [string, string];
  const client = await service();
  const status = await client.run(runId);
  const checkpoint = checkpointOf(asked, status);
  const document = await client.decide(runId, checkpoint?.id ?? asked, {
    decision,
    comment: options['comment'] ?? '',
    ...(checkpoint && { planDigest: checkpoint.planDigest, evidenceDigest: checkpoint.evidenceDigest }),
  });
  return { document, text: `${decidedText(document)} Follow it: ${hint(`watch ${runId}`)}` };
}

/**
 * The open checkpoint that is meant: by its id, or by the beginning of it while only one open checkpoint begins so. Undefined
 * when none does and the service is to say what became of it.
 * @throws CommandFailure that names the open ones.
 */
function checkpointOf(asked: string, { runId, state, checkpoints }: RunStatus): OpenCheckpoint | undefined {
  const exact = checkpoints.find(({ id }) => id === asked);
  if (exact !== undefined) return exact;
  const meant = checkpoints.filter(({ id }) => id.startsWith(`${asked}-`));
  if (meant.length === 1) return meant[0];
  const open = anyOf((meant.length > 1 ? meant : checkpoints).map(({ id }) => id));
  if (meant.length > 1)
    throw new CommandFailure(EXIT.badUsage, {
      code: 'ambiguous-checkpoint',
      title: 'Which checkpoint?',
      detail: `"${asked}" may be ${open}: name one.`,
    });
  // A whole id that is not open is the service's to answer: it knows whether it was decided, and how.
  if (asked === 'plan' || asked === 'decommission' || asked.includes('-')) return undefined;
  throw new CommandFailure(EXIT.failed, {
    code: 'checkpoint-not-open',
    title: 'Not open',
    detail: `No checkpoint "${asked}" of ${runId} is open: the run is ${state}${open === '' ? '' : `, and open is ${open}`}.`,
  });
}

function decidedText({ runId, checkpointId, decision, by, approvals, quorum }: Decided): string {
  if (decision === 'reject') return `${by} rejected ${checkpointId}: ${runId} takes back what it has done.`;
  const missing = quorum - approvals;
  const rest =
    missing > 0 ? `${counted(missing, 'more approval')} ${missing === 1 ? 'is' : 'are'} needed.` : `${runId} goes on.`;
  return `${by} approved ${checkpointId}: ${rest}`;
}
