import type { RunStatus } from '../model/run-status.ts';
import { statusLines } from './show-status.ts';
import { statusChanges } from './status-changes.ts';
import type { Terminal } from './terminal.ts';
import { printable } from './words.ts';

/** Shows how a run goes on, on standard error. */
export interface Progress {
  show(status: RunStatus): void;
  /** Something besides the run, such as a service that does not answer. */
  note(text: string): void;
}

/** On a terminal one block that is drawn anew, elsewhere one plain line per change. */
export function progressOn(terminal: Terminal, hint: (line: string) => string): Progress {
  return terminal.screen() === undefined ? plainLines(terminal, hint) : liveBlock(terminal, hint);
}

function plainLines(terminal: Terminal, hint: (line: string) => string): Progress {
  let before: RunStatus | undefined;
  const line = (text: string): void => {
    const time = terminal.now().toISOString().replace(/\.\d+/, '');
    terminal.err(`${time} ${printable(text).replaceAll('\n', ' ')}\n`);
  };
  return {
    show(status) {
      for (const change of statusChanges(before, status, hint)) line(change);
      before = status;
    },
    note: line,
  };
}

/** Lines of the block besides APIs and host names, about. */
const OTHER_LINES = 20;

function liveBlock(terminal: Terminal, hint: (line: string) => string): Progress {
  let drawn = 0;
  let last: RunStatus | undefined;
  const draw = (note?: string): void => {
    if (last === undefined) return;
    const { columns, rows } = terminal.screen() ?? { columns: 80, rows: 24 };
    const units = Math.max(3, Math.floor((rows - OTHER_LINES) / 3));
    const lines = statusLines(last, { now: terminal.now(), hint, units }).map((each) =>
      printable(each).replaceAll('\n', ' '),
    );
    if (note !== undefined) lines.push(`  ${printable(note)}`);
    // A block that is higher than the screen could not be drawn over.
    const shown = lines.slice(0, Math.max(1, fitting(lines, columns, rows - 1)));
    const up = drawn === 0 ? '' : `\u001b[${drawn}A\r`;
    terminal.err(`${up}\u001b[J${shown.join('\n')}\n`);
    drawn = heightOf(shown, columns);
  };
  return {
    show(status) {
      last = status;
      draw();
    },
    note: draw,
  };
}

/** Rows that lines take where the terminal wraps them. */
function heightOf(lines: readonly string[], columns: number): number {
  return lines.reduce((rows, line) => rows + Math.max(1, Math.ceil(line.length / columns)), 0);
}

function fitting(lines: readonly string[], columns: number, rows: number): number {
  let count = lines.length;
  while (count > 0 && heightOf(lines.slice(0, count), columns) > rows) count -= 1;
  return count;
}
