import type { DemoDocument } from './document.ts';
import { count } from './traffic.ts';

const BAR = 40;

/** The end of a demo for people: what happened to the traffic, the constructs, the names. */
export function summary(document: DemoDocument): string {
  const { outcome, states, ledger, steps, seconds } = document;
  const passed = states.map(({ state }) => state);
  const blocks = [
    `${outcome.toUpperCase()} after ${seconds.toFixed(0)} s, ${steps.done} of ${steps.total} steps done`,
    `States      ${wrap(passed, ' > ')}`,
    trafficPicture(document),
    ledger === null
      ? 'Constructs  no plan was made'
      : `Constructs  ${ledger.total}: ${ledger.translated} translated, ${ledger.differs} differ as explained, ${ledger.manual} manual, ${ledger.blocked} blocked`,
    dnsPicture(document),
    `Requests    ${Object.entries(document.requestsPerService)
      .map(([service, requests]) => `${service} ${requests}`)
      .join(', ')}`,
    ...(document.leftovers.length === 0 ? [] : [`Left behind ${document.leftovers.join('\n            ')}`]),
  ];
  return `\n${blocks.join('\n\n')}\n`;
}

/** One bar a phase: which share of its requests each side served. */
function trafficPicture({ callers }: DemoDocument): string {
  const phases = [...new Set(callers.map(({ phase }) => phase))];
  const width = Math.max(...phases.map((phase) => phase.length), 5);
  const lines = phases.map((phase) => {
    const target = count(callers, 'requests', { phase, side: 'target' });
    const total = count(callers, 'requests', { phase });
    const filled = total === 0 ? 0 : Math.round((BAR * target) / total);
    const bar = `${'░'.repeat(BAR - filled)}${'█'.repeat(filled)}`;
    const errors = count(callers, 'errors', { phase });
    return `  ${phase.padEnd(width)}  ${bar}  ${String(total).padStart(5)} requests  ${errors} errors`;
  });
  const errors = count(callers, 'errors');
  const title = `Traffic     ${count(callers, 'requests')} requests, ${errors} errors   (░ API Gateway  █ API Management)`;
  return [title, ...lines].join('\n');
}

function dnsPicture({ dns, dnsRestored }: DemoDocument): string {
  const lines = Object.keys({ ...dns.before, ...dns.after }).flatMap((hostname) => {
    const [before, after] = [dns.before, dns.after].map((view) => JSON.stringify(view[hostname] ?? []));
    return before === after
      ? [`  ${hostname}: ${before}`]
      : [`  ${hostname}`, `    before ${before}`, `    after  ${after}`];
  });
  return [`DNS         ${dnsRestored ? 'byte for byte as before' : 'changed'}`, ...lines].join('\n');
}

function wrap(words: readonly string[], separator: string): string {
  const lines: string[] = [''];
  for (const word of words) {
    const line = lines.at(-1) ?? '';
    if (line !== '' && line.length + word.length > 90) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line}${separator}${word}`;
  }
  return lines.join(`${separator.trimEnd()}\n            `);
}
