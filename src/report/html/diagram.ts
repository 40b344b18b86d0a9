import type { VNode } from 'preact';
import { LANES, type Graph, type GraphNode, type Lane } from '../model.ts';
import { capped } from '../findings-by-code.ts';
import { cut } from './charts.ts';
import { counted, el, remainder, table } from './elements.ts';

/** Boxes of a lane that can still be told apart; the table twin says more. */
const MOST_BOXES = 14;
const MOST_ROWS = 200;
const [WIDTH, BOX, HIGH, ROW, TOP] = [1140, 168, 44, 60, 34];

const LANE_NAMES: Readonly<Record<Lane, string>> = {
  hostname: 'Host name',
  front: 'Front',
  api: 'API',
  stage: 'Stage or path',
  integration: 'Integration',
  network: 'Network',
};

interface Placed {
  readonly node: GraphNode;
  readonly x: number;
  readonly y: number;
}

/** A graph in six lanes from the caller to the backend, with a table that says the same. */
export function diagram(title: string, graph: Graph): VNode {
  const lanes = LANES.map((lane) =>
    capped(
      graph.nodes.filter((node) => node.lane === lane),
      MOST_BOXES,
    ),
  );
  const rows = Math.max(1, ...lanes.map(({ shown, more }) => shown.length + (more > 0 ? 1 : 0)));
  const step = (WIDTH - BOX - 8) / (LANES.length - 1);
  const placed = new Map<string, Placed>();
  for (const [lane, { shown }] of lanes.entries())
    for (const [row, node] of shown.entries()) {
      const y = TOP + (row + (rows - shown.length) / 2) * ROW;
      placed.set(node.id, { node, x: 4 + lane * step, y });
    }
  const height = TOP + rows * ROW;
  const drawing = el(
    'svg',
    {
      'class': 'diagram',
      'viewBox': `0 0 ${WIDTH} ${height}`,
      'role': 'img',
      'aria-label': `${title}: ${lanes.map(({ shown, more }, index) => counted(shown.length + more, LANE_NAMES[LANES[index] ?? 'api'].toLowerCase())).join(', ')}. The table below says the same.`,
    },
    ...LANES.map((lane, index) => el('text', { class: 'faint', x: 4 + index * step, y: 14 }, LANE_NAMES[lane])),
    ...graph.edges.map((edge) => wire(placed.get(edge.from), placed.get(edge.to))),
    ...[...placed.values()].map(box),
    ...lanes.map(({ more }, index) =>
      more === 0 ? null : el('text', { class: 'faint', x: 4 + index * step, y: height - 6 }, `and ${more} more`),
    ),
  );
  return el(
    'div',
    {},
    el('div', { 'class': 'scroll', 'tabindex': 0, 'role': 'region', 'aria-label': title }, drawing),
    twin(title, graph),
  );
}

function wire(from: Placed | undefined, to: Placed | undefined): VNode | null {
  if (from === undefined || to === undefined) return null;
  const [x1, y1, x2, y2] = [from.x + BOX, from.y + HIGH / 2, to.x, to.y + HIGH / 2];
  const middle = (x1 + x2) / 2;
  return el('path', { class: 'wire', d: `M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}` });
}

function box({ node, x, y }: Placed): VNode {
  const hasDetail = node.detail !== '';
  return el(
    'g',
    {},
    el('title', {}, `${node.label} ${node.detail}`.trim()),
    el('rect', { class: 'box', x, y, width: BOX, height: HIGH, rx: 6 }),
    el('text', { x: x + 10, y: y + (hasDetail ? 19 : 27) }, cut(short(node.label), 20)),
    hasDetail ? el('text', { class: 'faint', x: x + 10, y: y + 35 }, cut(node.detail, 24)) : null,
  );
}

/** The telling end of a long name: a function's name instead of its ARN, a host without its scheme. */
const short = (label: string): string => (label.startsWith('arn:') ? nameIn(label) : label.replace(/^https?:\/\//, ''));

function twin(title: string, { nodes, edges }: Graph): VNode {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const { shown, more } = capped(edges, MOST_ROWS);
  const name = (id: string): string => {
    const node = byId.get(id);
    return node === undefined
      ? ''
      : `${LANE_NAMES[node.lane]}: ${node.label}${node.detail === '' ? '' : ` (${node.detail})`}`;
  };
  return el(
    'details',
    {},
    el('summary', {}, `${title} as a table`),
    el(
      'div',
      { class: 'inside' },
      table(
        `${title}, connections`,
        ['From', 'To'],
        shown.map(({ from, to }) => [name(from), name(to)]),
      ),
      remainder(more, 'connection'),
    ),
  );
}

/** Load balancers and their listeners are known by their name, which stands in the middle of the ARN. */
function nameIn(arn: string): string {
  return /:(?:listener|loadbalancer)\/\w+\/([^/]+)/.exec(arn)?.[1] ?? arn.split(/[:/]/).at(-1) ?? arn;
}
