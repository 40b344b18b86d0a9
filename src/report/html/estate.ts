import type { VNode } from 'preact';
import { capped } from '../findings-by-code.ts';
import { GUIDE_READ, GUIDE_URL } from '../guide/guide-row.ts';
import type { Report } from '../model.ts';
import { costChart, trafficChart } from './charts.ts';
import { diagram } from './diagram.ts';
import { badge, code, counted, el, link, list, number, remainder, section, table, type Child } from './elements.ts';

const MOST = 200;

export const diagramSection = ({ asIs, toBe }: Report): VNode =>
  section(
    'estate',
    'The estate, before and after',
    el('h3', {}, 'Today'),
    diagram('Today', asIs),
    el('h3', {}, 'After the migration'),
    diagram('After the migration', toBe),
  );

/** The guide's tables and lists, row by row. */
export function guideSection({ guide, findings }: Report): VNode {
  return section(
    'guide',
    'Microsoft’s migration guide, row by row',
    el(
      'p',
      { class: 'quiet' },
      'Every row of ',
      link({ text: 'the guide', url: GUIDE_URL }),
      `, as read on ${GUIDE_READ}, with what was found here.`,
    ),
    ...guide.flatMap(({ title, rows }) => [
      el('h3', {}, title),
      table(
        title,
        ['API Gateway', 'API Management', 'Here', 'Where we differ from the guide'],
        rows.map(({ aws, azure, uses, findings: indexes, differs, links, approach }) => [
          [
            el('strong', {}, aws),
            el('br'),
            ...links.flatMap((each, index): Child[] => [index === 0 ? '' : ', ', link(each)]),
          ],
          [azure, el('br'), el('span', { class: 'quiet' }, approach)],
          here(
            uses,
            new Set(
              indexes
                .flatMap((index) => findings[index] ?? [])
                .map(({ severity, code: id }) => `finding-${severity}-${id}`.toLowerCase()),
            ),
          ),
          differs ?? '',
        ]),
      ),
    ]),
  );
}

function here(uses: number, ids: ReadonlySet<string>): Child {
  const used = uses === 0 ? badge('plain', 'not used here') : badge('yes', `used: ${number(uses)}`);
  const name = (id: string): string => id.replace(/^finding-[a-z]+-/, '').toUpperCase();
  return [used, ...Array.from(ids, (id) => el('a', { class: 'jump', href: `#${id}` }, name(id)))];
}

export function backendsSection({ backends }: Report): VNode {
  const { shown, more } = capped(backends, MOST);
  return section(
    'backends',
    'Backends',
    table(
      'Backends',
      ['Backend', 'Kind', 'Routes', 'Decision', 'Why'],
      shown.map(({ address, kind, routes, decision, reason }) => [
        code(address),
        kind,
        number(routes),
        badge(decision === 'retain' || decision === 'none' ? 'yes' : 'look', decision),
        reason,
      ]),
    ),
    remainder(more, 'backend'),
  );
}

export function tierSection({ tier, traffic }: Report): VNode {
  return section(
    'tier',
    'Tier, cost and traffic',
    el(
      'div',
      { class: 'card' },
      el('p', {}, el('strong', {}, `Recommended: ${tier.recommended}. `), tier.reason),
      el('p', {}, tier.planned),
      el('p', { class: 'quiet' }, tier.basis),
    ),
    tier.needs.length === 0
      ? el('p', { class: 'quiet' }, 'Nothing in the source forces a tier.')
      : table(
          'What forces the tier',
          ['The source needs', 'Because', 'Tiers that have it'],
          tier.needs.map(({ need, because, tiers }) => [need, because, tiers.join(', ')]),
        ),
    costChart(tier),
    table(
      'Tiers',
      ['Tier', 'Fits', 'What it misses', 'Limits', 'US dollars a month'],
      tier.tiers.map(({ tier: name, fits, misses, limits, costs }) => [
        name,
        fits ? badge('yes', 'fits') : badge('no', 'does not fit'),
        misses.join('; '),
        limits,
        costs
          .map(
            ({ regions, units, low, high }) =>
              `${regions}, ${counted(units, 'unit')}: ${number(low)} to ${number(high)}`,
          )
          .join('; '),
      ]),
    ),
    el('p', { class: 'quiet' }, tier.priceNote),
    el('h3', {}, 'Traffic'),
    traffic.known === 0
      ? el('p', {}, 'No traffic baseline was read: discovery needs cloudwatch:GetMetricData, and files have none.')
      : trafficChart(traffic),
    traffic.known === 0
      ? null
      : table(
          'Traffic baseline',
          ['API', 'Requests', 'Days', 'Peak a minute', 'Client errors', 'Server errors', 'p95'],
          capped(traffic.apis, MOST).shown.map((each) => [
            each.api,
            number(each.requests),
            each.days,
            number(each.peakPerMinute),
            number(each.clientErrors),
            number(each.serverErrors),
            each.latencyMs === undefined ? '' : `${number(Math.round(each.latencyMs.p95))} ms`,
          ]),
        ),
  );
}

export function cutoverSection({ certificates, fixedCallers, waves }: Report): VNode {
  const callers = capped(fixedCallers, MOST);
  return section(
    'cutover',
    'Cutover',
    el('h3', {}, 'Proposed waves'),
    table(
      'Proposed waves',
      ['Wave', 'APIs', 'Host names', 'Operations', 'Why'],
      waves.map(({ name, apis, hostnames, operations, why }) => [
        name,
        apis.join(', '),
        hostnames.join(', '),
        number(operations),
        why,
      ]),
    ),
    el('h3', {}, 'Certificates'),
    table(
      'Certificates',
      ['Host name', 'Way', 'Checks'],
      certificates.map(({ hostname, path, checks }) => [
        hostname,
        badge(path === 'export' ? 'yes' : 'look', path),
        list(checks.map(({ check, ok, text }): Child => [badge(ok ? 'yes' : 'look', check), ' ', text])),
      ]),
    ),
    el('h3', {}, 'Callers that DNS cannot move'),
    table(
      'Callers that DNS cannot move',
      ['Address', 'API', 'What it means'],
      callers.shown.map(({ host, api, text, requests }) => [
        code(host),
        api,
        requests === undefined ? text : `${text} ${counted(requests, 'request')} in the baseline.`,
      ]),
    ),
    remainder(callers.more, 'address'),
  );
}

export const rolesSection = ({ roles }: Report): VNode =>
  section(
    'roles',
    'Least-privilege roles',
    table(
      'AWS actions',
      ['AWS actions', 'Why'],
      roles.aws.map(({ actions, why }) => [list(actions.map(code)), why]),
    ),
    table(
      'Azure roles',
      ['Azure role', 'Scope', 'Why'],
      roles.azure.map(({ role, scope, why }) => [role, scope, why]),
    ),
  );

export function inputsSection({ inputs, gaps, leftOut }: Report): VNode {
  const files = capped(inputs, MOST);
  const missing = capped(gaps, MOST);
  return section(
    'inputs',
    'Inputs and gaps',
    table(
      'Inputs',
      ['Input', 'Result', 'APIs'],
      files.shown.map(({ file, ok, error = '', apiIds }) => [
        code(file),
        ok ? badge('yes', 'assessed') : [badge('no', 'refused'), ' ', error],
        number(apiIds.length),
      ]),
    ),
    remainder(files.more, 'input'),
    el('h3', {}, 'What could not be read'),
    table(
      'Gaps',
      ['Call', 'Reason', 'What to do'],
      missing.shown.map(({ call, reason, remedy }) => [code(call), reason, remedy]),
    ),
    remainder(missing.more, 'gap'),
    el('h3', {}, 'Accounts and regions left out'),
    table(
      'Left out',
      ['Account', 'Region', 'APIs'],
      leftOut.map(({ account, region, apis }) => [account, region, number(apis)]),
    ),
  );
}
