/** Thrown inside an orchestrator when the run must not go on: people asked for it, or its own judgement does. */
export class Interruption extends Error {
  /** How the run ends once everything is undone. */
  readonly ending: 'rolled-back' | 'cancelled';
  constructor(ending: 'rolled-back' | 'cancelled', reason: string) {
    super(reason);
    this.name = 'Interruption';
    this.ending = ending;
  }
}
