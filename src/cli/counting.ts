import type { Terminal } from './terminal.ts';
import { printable } from './words.ts';

/** Progress through a number of things, on standard error. */
export interface Counting {
  next(name: string): void;
  end(): void;
}

const LINES = 10;

/** On a terminal one line that is drawn anew, elsewhere a plain line for each tenth of many. */
export function countingOn(terminal: Terminal, doing: string, total: number): Counting {
  let done = 0;
  const every = Math.max(1, Math.ceil(total / LINES));
  return {
    next(name) {
      done += 1;
      const screen = terminal.screen();
      const line = printable(`${doing} ${done.toLocaleString('en-US')} of ${total.toLocaleString('en-US')}: ${name}`);
      if (screen !== undefined) terminal.err(`\r\u001b[K${line.slice(0, screen.columns - 1)}`);
      else if (total > LINES && done % every === 0) terminal.err(`${line}\n`);
    },
    end() {
      if (done > 0 && terminal.screen() !== undefined) terminal.err('\r\u001b[K');
    },
  };
}
