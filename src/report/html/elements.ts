import { h, type ComponentChildren, type VNode } from 'preact';

/** Short words for what every section is made of. Text is always a child, so that the renderer escapes it. */
export type Child = ComponentChildren;

export const el = (name: string, props: Readonly<Record<string, unknown>> = {}, ...children: Child[]): VNode =>
  h(name, props, ...children);

export const section = (id: string, title: string, ...children: Child[]): VNode =>
  el('section', { 'id': id, 'aria-labelledby': `${id}-title` }, el('h2', { id: `${id}-title` }, title), ...children);

export const list = (items: readonly Child[], ordered = false): VNode =>
  el(ordered ? 'ol' : 'ul', {}, ...items.map((item) => el('li', {}, item)));

export const code = (text: string): VNode => el('code', {}, text);

/** A table that scrolls inside itself on a narrow screen, by keyboard too. */
export function table(label: string, head: readonly string[], rows: readonly (readonly Child[])[]): VNode {
  if (rows.length === 0) return el('p', { class: 'quiet' }, 'None.');
  return el(
    'div',
    { 'class': 'scroll', 'tabindex': 0, 'role': 'region', 'aria-label': `${label}, table` },
    el(
      'table',
      {},
      el('caption', { class: 'unseen' }, label),
      el('thead', {}, el('tr', {}, ...head.map((each) => el('th', { scope: 'col' }, each)))),
      el('tbody', {}, ...rows.map((row) => el('tr', {}, ...row.map((each) => el('td', {}, each))))),
    ),
  );
}

/** Links only to pages that this project names itself: https, never an address of the source. */
export const link = ({ text, url }: { readonly text: string; readonly url: string }): VNode =>
  el('a', { href: url, rel: 'noopener noreferrer' }, text);

export const badge = (kind: string, text: string): VNode => el('span', { class: `badge ${kind}` }, text);

export const number = (value: number): string => value.toLocaleString('en-US');

export const counted = (count: number, noun: string): string =>
  `${number(count)} ${noun}${count === 1 ? '' : noun.endsWith('s') ? 'es' : 's'}`;

export const remainder = (more: number, what: string): Child =>
  more === 0
    ? null
    : el(
        'p',
        { class: 'quiet' },
        `${counted(more, what)} more, not shown here: report.csv and report.json are complete.`,
      );
