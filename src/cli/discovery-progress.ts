import type { DiscoveryProgress } from '../discovery/discover-source.ts';
import type { Terminal } from './terminal.ts';
import { printable } from './words.ts';

/** How far a discovery is, on standard error: one line that is drawn anew on a terminal, elsewhere one for each tenth. */
export function discoveryProgress(terminal: Terminal): {
  readonly show: (progress: DiscoveryProgress) => void;
  readonly end: () => void;
} {
  let isDrawn = false;
  return {
    show({ source, apis, read, next }) {
      const place = `${source.account} ${source.region}`;
      const count = read < apis ? `API ${read + 1} of ${apis}: ` : '';
      const line = printable(`reading ${place}: ${count}${next}`);
      const screen = terminal.screen();
      if (screen === undefined) {
        if (read >= apis || read % Math.max(1, Math.ceil(apis / 10)) === 0) terminal.err(`${line}\n`);
        return;
      }
      isDrawn = true;
      terminal.err(`\r\u001b[K${line.slice(0, screen.columns - 1)}`);
    },
    end() {
      if (isDrawn) terminal.err('\r\u001b[K');
    },
  };
}
