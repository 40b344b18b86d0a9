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
