import type { VNode } from 'preact';
import { LEDGER_COLUMNS, type Ledger } from '../../model/plan.ts';
import type { TierReport, TrafficReport } from '../model.ts';
import { el, number } from './elements.ts';

export const COLUMN_NAMES = {
  translated: 'translated',
  differs: 'with a difference',
  manual: 'by hand',
  blocked: 'blocked',
} as const;

/** The ledger as one bar: every construct is somewhere in it. */
export function ledgerBar(ledger: Ledger, withKey = true): VNode {
  let from = 0;
  const parts = LEDGER_COLUMNS.map((column) => {
    const width = ledger.total === 0 ? 0 : (1000 * ledger[column]) / ledger.total;
    const part = el('rect', { class: column, x: from, y: 0, width, height: 28 });
    from += width;
    return part;
  });
  const text = LEDGER_COLUMNS.map((column) => `${number(ledger[column])} ${COLUMN_NAMES[column]}`).join(', ');
  const bar = el(
    'svg',
    {
      'class': 'bar',
      'viewBox': '0 0 1000 28',
      'preserveAspectRatio': 'none',
      'role': 'img',
      'aria-label': `Ledger of ${number(ledger.total)}: ${text}`,
    },
    ...parts,
  );
  if (!withKey) return bar;
  const key = LEDGER_COLUMNS.map((column) =>
    el(
      'li',
      {},
      el('span', { 'class': `dot ${column}`, 'aria-hidden': 'true' }),
      el('span', {}, el('strong', {}, number(ledger[column])), ` ${COLUMN_NAMES[column]}`),
    ),
  );
  return el('div', {}, bar, el('ul', { class: 'key' }, ...key));
}

interface Bar {
  readonly label: string;
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** Horizontal bars from `from` to `to`, with the number beside each. */
function bars(label: string, items: readonly Bar[]): VNode {
  const most = Math.max(1, ...items.map(({ to }) => to));
  const [left, width, row] = [210, 420, 30];
  const x = (value: number): number => left + (width * value) / most;
  return el(
    'div',
    { 'class': 'scroll', 'tabindex': 0, 'role': 'region', 'aria-label': label },
    el(
      'svg',
      {
        'class': 'chart',
        'viewBox': `0 0 860 ${items.length * row + 16}`,
        'role': 'img',
        'aria-label': `${label}: ${items.map((each) => `${each.label} ${each.text}`).join('; ')}`,
      },
      el('line', { class: 'rule', x1: left, x2: left, y1: 4, y2: items.length * row + 12 }),
      ...items.flatMap((each, index) => {
        const y = 8 + index * row;
        return [
          el('text', { 'x': left - 12, 'y': y + 18, 'text-anchor': 'end' }, cut(each.label, 30)),
          el('rect', {
            class: 'fill',
            x: x(each.from),
            y: y + 5,
            width: Math.max(2, x(each.to) - x(each.from)),
            height: row - 12,
            rx: 3,
          }),
          el('text', { class: 'faint', x: x(each.to) + 8, y: y + 18 }, each.text),
        ];
      }),
    ),
  );
}

/** Costs of the tiers as ranges on one scale. */
export const costChart = ({ tiers }: TierReport): VNode =>
  bars(
    'Costs a month by tier and regions',
    tiers.flatMap(({ tier, costs }) =>
      costs.map(({ regions, low, high }) => ({
        label: `${tier}, ${regions}`,
        from: low,
        to: high,
        text: low === high ? `$${number(low)}` : `$${number(low)} to $${number(high)}`,
      })),
    ),
  );

/** Requests of the busiest APIs. */
export const trafficChart = ({ apis }: TrafficReport): VNode =>
  bars(
    'Requests of the busiest APIs',
    apis.slice(0, 12).map(({ api, requests, days }) => ({
      label: api,
      from: 0,
      to: requests,
      text: `${number(requests)} in ${days} days`,
    })),
  );

export function cut(text: string, most: number): string {
  const characters = Array.from(text);
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join('')}…`;
}
