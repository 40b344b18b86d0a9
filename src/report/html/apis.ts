import type { VNode } from 'preact';
import { capped, findingsByCode } from '../findings-by-code.ts';
import type { ApiReport, Report } from '../model.ts';
import { ledgerBar } from './charts.ts';
import { badge, code, counted, el, list, number, remainder, section, table, type Child } from './elements.ts';

/** What a browser shows at once without a wait; CSV and JSON hold all. */
const MOST_PAGES = 200;
const MOST_ROUTES = 100;
const MOST_ROUTES_IN_ALL = 4_000;
const MOST_ROWS = 1_000;

/** A table of all APIs, then a page for each. */
export function apisSection({ apis, findings, sharedLedger }: Report): VNode {
  const rows = capped(apis, MOST_ROWS);
  const pages = capped(apis, MOST_PAGES);
  let left = MOST_ROUTES_IN_ALL;
  const opened = pages.shown.map((api, index) => {
    const routes = Math.min(MOST_ROUTES, left);
    left = Math.max(0, left - Math.min(routes, api.routes.length));
    return page(api, index, findings, routes);
  });
  return section(
    'apis',
    'APIs',
    table(
      'All APIs',
      ['API', 'Kind', 'Operations', 'Carried', 'Wave', 'Where'],
      rows.shown.map((api, index) => [
        index < MOST_PAGES ? el('a', { href: `#api-${index}` }, nameOf(api)) : nameOf(api),
        api.type,
        number(api.operations),
        el(
          'span',
          {},
          `${number(api.ledger.carried)} of ${number(api.ledger.total)}`,
          api.ledger.blocked > 0 ? [' ', badge('blocker', `${number(api.ledger.blocked)} blocked`)] : null,
        ),
        api.wave ?? 'none',
        `${api.account} ${api.region}`.trim(),
      ]),
    ),
    remainder(rows.more, 'API'),
    sharedLedger.total === 0
      ? null
      : el(
          'p',
          { class: 'quiet' },
          `${counted(sharedLedger.total, 'construct')} belong to no single API (usage plans, keys, mappings): ${number(sharedLedger.carried)} carried, ${number(sharedLedger.manual)} by hand, ${number(sharedLedger.blocked)} blocked.`,
        ),
    el('h3', {}, 'API by API'),
    ...opened,
    remainder(pages.more, 'API'),
  );
}

const nameOf = ({ name, stage }: ApiReport): string => `${name} ${stage}`.trim();

function page(api: ApiReport, index: number, findings: Report['findings'], mostRoutes: number): VNode {
  const routes = capped(api.routes, mostRoutes);
  const own = findingsByCode(api.findings.flatMap((each) => findings[each] ?? []));
  return el(
    'details',
    { id: `api-${index}` },
    el(
      'summary',
      {},
      api.ledger.blocked > 0 ? badge('blocker', 'Blocked parts') : badge('yes', 'Can move'),
      el('strong', {}, nameOf(api)),
      el('span', { class: 'count' }, `${api.type}, ${counted(api.operations, 'operation')}`),
    ),
    el(
      'div',
      { class: 'inside' },
      api.description === undefined ? null : el('p', { class: 'quiet' }, api.description),
      ledgerBar(api.ledger),
      el('h4', {}, 'For callers'),
      list(api.callers),
      el('h4', {}, 'Where it goes'),
      list(api.placements.map(({ apimId, path }) => [code(apimId), ' at ', code(`/${path}`)])),
      el(
        'p',
        { class: 'quiet' },
        `API ${[api.id, api.account, api.region].filter(Boolean).join(', ')}, read from its ${api.readFrom}.`,
      ),
      own.length === 0 ? null : el('h4', {}, 'Findings'),
      own.length === 0
        ? null
        : list(
            own.map(({ id, first, places }): Child => [
              badge(first.severity, first.severity),
              ' ',
              el('a', { href: `#${id}` }, first.code),
              ` ${counted(places.length, 'place')}: ${first.remedy}`,
            ]),
          ),
      el('h4', {}, 'Routes'),
      table(
        `Routes of ${nameOf(api)}`,
        ['Method', 'Path', 'Integration', 'Authorization'],
        routes.shown.map(({ method, path, integration, uri, authorization, authorizer, apiKeyRequired }) => [
          method,
          code(path),
          [integration, uri === undefined ? null : [' ', code(uri)]],
          [authorization, authorizer === undefined ? '' : ` (${authorizer})`, apiKeyRequired ? ' and API key' : ''],
        ]),
      ),
      remainder(routes.more, 'route'),
    ),
  );
}
