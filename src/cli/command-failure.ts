import type { Terminal } from './terminal.ts';
import { printable } from './words.ts';
import type { Problem } from '../model/problem.ts';

/** What `--json` prints when a command fails: a problem document, with a status where a service answered. */
export type CommandProblem = Omit<Problem, 'status'> & { readonly status?: number };

/** A command that cannot do what it was asked, with its exit status. */
export class CommandFailure extends Error {
  readonly exit: number;
  readonly problem: CommandProblem;
  constructor(exit: number, problem: CommandProblem) {
    super(problem.detail);
    this.name = 'CommandFailure';
    this.exit = exit;
    this.problem = problem;
  }
}

/**
 * Does the work of a command that needs no service. A failure is told on standard error, as a problem document where one document
 * is asked for, and by the exit status. An error that nobody foresaw goes on.
 */
export async function tellingFailure(terminal: Terminal, asJson: boolean, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof CommandFailure)) throw error;
    const { problem, exit } = error;
    terminal.err(`${printable(problem.detail ?? problem.title)}\n`);
    if (asJson) terminal.out(`${JSON.stringify(problem, null, 2)}\n`);
    terminal.exit(exit);
  }
}
