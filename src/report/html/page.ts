import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { findingsByCode } from '../findings-by-code.ts';
import type { Report } from '../model.ts';
import { apisSection } from './apis.ts';
import { ledgerBar } from './charts.ts';
import { badge, counted, el, list, number, section, type Child } from './elements.ts';
import {
  backendsSection,
  cutoverSection,
  diagramSection,
  guideSection,
  inputsSection,
  rolesSection,
  tierSection,
} from './estate.ts';
import { findingsSection, SEVERITY_NAMES } from './findings.ts';
import { STYLE } from './style.ts';

const NAV: readonly (readonly [string, string])[] = [
  ['summary', 'Summary'],
  ['findings', 'Findings'],
  ['apis', 'APIs'],
  ['estate', 'Before and after'],
  ['backends', 'Backends'],
  ['tier', 'Tier and cost'],
  ['cutover', 'Cutover'],
  ['guide', 'Guide, row by row'],
  ['roles', 'Roles'],
  ['inputs', 'Inputs and gaps'],
];

/** Nothing but this page is ever loaded, and no script runs, whatever a source's text says. */
const CONTENT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** The report as one page that opens from disk: no script, no request, readable on a phone, in print and by keyboard. */
export function htmlOf(report: Report): string {
  const page = el(
    'html',
    { lang: 'en' },
    el(
      'head',
      {},
      el('meta', { charset: 'utf-8' }),
      el('meta', { 'http-equiv': 'Content-Security-Policy', 'content': CONTENT_POLICY }),
      el('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
      el('title', {}, `Crossgate assessment: ${report.verdict.title}`),
      el('style', { dangerouslySetInnerHTML: { __html: STYLE } }),
    ),
    el(
      'body',
      {},
      el('a', { class: 'skip', href: '#main' }, 'Skip to the report'),
      masthead(report),
      el(
        'nav',
        { 'aria-label': 'Sections' },
        el('ul', { class: 'frame' }, ...NAV.map(([id, name]) => el('li', {}, el('a', { href: `#${id}` }, name)))),
      ),
      el(
        'main',
        { id: 'main', class: 'frame' },
        summarySection(report),
        findingsSection(report),
        apisSection(report),
        diagramSection(report),
        backendsSection(report),
        tierSection(report),
        cutoverSection(report),
        guideSection(report),
        rolesSection(report),
        inputsSection(report),
      ),
      el(
        'footer',
        {},
        el(
          'div',
          { class: 'frame' },
          `Plan ${report.planDigest}. Source ${report.sourceDigest}. Secrets are shown as fingerprints.`,
        ),
      ),
    ),
  );
  return `<!doctype html>\n${renderToString(page)}\n`;
}

function masthead({ verdict, ledger, counts, createdAt, tier }: Report): VNode {
  const figures: readonly (readonly [string, string])[] = [
    ['APIs', number(counts.apis)],
    ['Operations', number(counts.operations)],
    ['Host names', number(counts.hostnames)],
    ['Blockers', number(counts.findings.blocker)],
    ['Decisions', number(counts.findings.decision)],
    ['Tier', tier.recommended],
  ];
  return el(
    'header',
    { class: 'top' },
    el(
      'div',
      { class: 'frame' },
      el(
        'p',
        { class: 'product' },
        el('span', {}, el('strong', {}, 'Crossgate'), ' assessment: Amazon API Gateway to Azure API Management'),
        el('time', { datetime: createdAt }, `${createdAt.slice(0, 16).replace('T', ' ')} UTC`),
      ),
      el('h1', {}, verdict.title),
      el('p', { class: 'lead' }, verdict.text),
      ledgerBar(ledger),
      el(
        'dl',
        { class: 'figures' },
        ...figures.map(([name, value]) => el('div', {}, el('dt', {}, name), el('dd', {}, value))),
      ),
    ),
  );
}

const MOST_BLOCKERS = 6;

function summarySection({ verdict, findings, readers }: Report): VNode {
  const grave = findingsByCode(findings).filter(
    ({ first }) => first.severity === 'blocker' || first.severity === 'decision',
  );
  return section(
    'summary',
    'Summary',
    el(
      'div',
      { class: 'two' },
      el(
        'div',
        { class: 'card' },
        el('h3', {}, 'What stands in the way'),
        grave.length === 0
          ? el('p', {}, 'Nothing: no blocker and no open decision.')
          : list(
              grave
                .slice(0, MOST_BLOCKERS)
                .map(({ id, first, places }): Child => [
                  badge(first.severity, SEVERITY_NAMES[first.severity]),
                  ' ',
                  el('a', { href: `#${id}` }, places.length === 1 ? first.message : first.remedy),
                  ` (${counted(places.length, 'place')})`,
                ]),
            ),
        grave.length > MOST_BLOCKERS
          ? el(
              'p',
              { class: 'quiet' },
              el('a', { href: '#findings' }, `${counted(grave.length - MOST_BLOCKERS, 'kind')} more below`),
            )
          : null,
      ),
      el('div', { class: 'card' }, el('h3', {}, 'Next steps'), list(verdict.nextSteps, true)),
    ),
    el('h3', {}, 'For each reader'),
    el(
      'div',
      { class: 'grid' },
      ...readers.map(({ reader, points }) => el('div', { class: 'card' }, el('h4', {}, reader), list(points))),
    ),
  );
}
