import type { VNode } from 'preact';
import type { Severity } from '../../model/finding.ts';
import { capped, findingsByCode, type FindingGroup } from '../findings-by-code.ts';
import type { Report } from '../model.ts';
import { badge, code, counted, el, link, list, remainder, section, table, type Child } from './elements.ts';

const MOST_PLACES = 25;

export const SEVERITY_NAMES: Readonly<Record<Severity, string>> = {
  blocker: 'Blocker',
  decision: 'Decision',
  review: 'Review',
  info: 'For the record',
};

/** Every finding, one explanation for each code, with its places. */
export function findingsSection(report: Report): VNode {
  const links = linksByFinding(report);
  return section(
    'findings',
    'Findings',
    el(
      'p',
      { class: 'quiet' },
      'One entry for each kind, the gravest first. Open one for what each side does, the remedy and the places.',
    ),
    ...findingsByCode(report.findings).map((group) => findingGroup(group, links.get(group.first.code) ?? [])),
  );
}

function findingGroup({ id, first, places }: FindingGroup, links: readonly VNode[]): VNode {
  const { shown, more } = capped(places, MOST_PLACES);
  return el(
    'details',
    { id },
    el(
      'summary',
      {},
      badge(first.severity, SEVERITY_NAMES[first.severity]),
      el('strong', {}, places.length === 1 ? first.message : first.remedy),
      el('span', { class: 'count' }, `${first.code}, ${counted(places.length, 'place')}`),
    ),
    el(
      'div',
      { class: 'inside' },
      el(
        'dl',
        { class: 'sides' },
        side('On API Gateway', first.awsBehaviour),
        side('On API Management', first.apimBehaviour),
        side('Remedy', first.remedy),
      ),
      first.options === undefined
        ? null
        : list(
            first.options.map(({ name, consequence, recommended }) => [
              code(name),
              recommended === true ? ' (recommended): ' : ': ',
              consequence,
            ]),
          ),
      table(
        `Places of ${first.code}`,
        ['What', 'Where'],
        shown.map(({ message, at }) => [message, code(`${at.arn}${at.pointer}`)]),
      ),
      remainder(more, 'place'),
      links.length === 0
        ? null
        : el('p', {}, 'Read on: ', ...links.flatMap((each, index): Child[] => [index === 0 ? '' : ', ', each])),
    ),
  );
}

const side = (title: string, text: string): VNode => el('div', {}, el('dt', {}, title), el('dd', {}, text));

/** Pages of both vendors that the guide's rows name for a code. */
function linksByFinding({ guide, findings }: Report): ReadonlyMap<string, readonly VNode[]> {
  const urls = new Map<string, Map<string, string>>();
  for (const { findings: indexes, links } of guide.flatMap(({ rows }) => rows))
    for (const codeOf of new Set(indexes.flatMap((index) => findings[index]?.code ?? [])))
      for (const { text, url } of links) {
        const known = urls.get(codeOf) ?? new Map<string, string>();
        urls.set(codeOf, known.set(url, text));
      }
  return new Map([...urls].map(([key, pages]) => [key, [...pages].map(([url, text]) => link({ text, url }))]));
}
