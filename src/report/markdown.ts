import { capped, findingsByCode } from './findings-by-code.ts';
import { markdownText as t } from './markdown-text.ts';
import type { ApiReport, Report } from './model.ts';

/** Detail that people read; what is left off is stated, and the CSV and JSON hold all of it. */
const MOST_APIS = 100;
const MOST_ROUTES = 100;
const MOST_PLACES = 10;
const REST = 'see report.csv or report.json';

/** The report as Markdown, for pull requests and wikis. */
export function markdownOf(report: Report): string {
  const { verdict, ledger, counts } = report;
  const apis = capped(report.apis, MOST_APIS);
  return (
    [
      `# Assessment: ${t(verdict.title)}`,
      t(verdict.text),
      `Created ${t(report.createdAt)}, plan \`${report.planDigest}\`.`,
      '## Next steps',
      verdict.nextSteps.map((step, index) => `${index + 1}. ${t(step)}`).join('\n'),
      '## Ledger',
      table(
        ['Total', 'Translated', 'Differs', 'Manual', 'Blocked', 'Carried', 'Carried without a decision'],
        [
          [
            ledger.total,
            ledger.translated,
            ledger.differs,
            ledger.manual,
            ledger.blocked,
            ledger.carried,
            ledger.carriedNoDecision,
          ],
        ],
      ),
      `${counts.findings.blocker} blockers, ${counts.findings.decision} decisions, ${counts.findings.review} to review, ${counts.findings.info} for the record.`,
      '## For each reader',
      ...report.readers.map(({ reader, points }) => `### ${t(reader)}\n\n${list(points)}`),
      '## Findings',
      ...findingSections(report),
      '## Microsoft’s migration guide, row by row',
      ...guideSections(report),
      '## APIs',
      ...apis.shown.map((api) => apiSection(api, report)),
      ...(apis.more > 0 ? [`${apis.more} more APIs: ${REST}.`] : []),
      ...estateSections(report),
      ...inputSections(report),
    ].join('\n\n') + '\n'
  );
}

function findingSections({ findings }: Report): readonly string[] {
  return findingsByCode(findings).map(({ first, places }) => {
    const { shown, more } = capped(places, MOST_PLACES);
    return [
      `### ${t(first.code)} (${first.severity}, ${places.length})`,
      list([
        `AWS: ${first.awsBehaviour}`,
        `API Management: ${first.apimBehaviour}`,
        `Remedy: ${first.remedy}`,
        ...(first.options ?? []).map(
          ({ name, consequence, recommended }) =>
            `Option ${name}${recommended === true ? ' (recommended)' : ''}: ${consequence}`,
        ),
        ...shown.map(({ message, at }) => `${message} At ${at.arn}${at.pointer}`),
        ...(more > 0 ? [`${more} more: ${REST}.`] : []),
      ]),
    ].join('\n\n');
  });
}

const guideSections = ({ guide, findings }: Report): readonly string[] =>
  guide.map(({ title, rows }) =>
    [
      `### ${t(title)}`,
      table(
        ['API Gateway', 'API Management', 'Here', 'Findings', 'Where we differ'],
        rows.map(({ aws, azure, uses, findings: indexes, differs = '' }) => [
          aws,
          azure,
          uses === 0 ? 'not used here' : `used (${uses})`,
          [...new Set(indexes.flatMap((index) => findings[index]?.code ?? []))].join(', '),
          differs,
        ]),
      ),
    ].join('\n\n'),
  );

function apiSection(api: ApiReport, { findings }: Report): string {
  const routes = capped(api.routes, MOST_ROUTES);
  const { ledger } = api;
  const codes = new Set(api.findings.flatMap((index) => findings[index]?.code ?? []));
  return [
    `### ${t(`${api.name} ${api.stage}`.trim())}`,
    `${api.type} API ${t([api.id, api.account, api.region].filter(Boolean).join(', '))}, read from ${api.readFrom}. Ledger: ${ledger.total} = ${ledger.translated} translated + ${ledger.differs} differs + ${ledger.manual} manual + ${ledger.blocked} blocked.`,
    `For callers:\n\n${list(api.callers)}`,
    ...(codes.size === 0 ? [] : [`Findings: ${t([...codes].join(', '))}`]),
    table(
      ['Method', 'Path', 'Integration', 'Authorization'],
      routes.shown.map(({ method, path, integration, uri = '', authorization, apiKeyRequired }) => [
        method,
        path,
        `${integration} ${uri}`.trim(),
        apiKeyRequired ? `${authorization} and API key` : authorization,
      ]),
    ),
    ...(routes.more > 0 ? [`${routes.more} more routes: ${REST}.`] : []),
  ].join('\n\n');
}

function estateSections(report: Report): readonly string[] {
  const { tier, waves, certificates, fixedCallers, roles, traffic } = report;
  const backends = capped(report.backends, MOST_ROUTES);
  const callers = capped(fixedCallers, MOST_ROUTES);
  return [
    '## Backends',
    table(
      ['Backend', 'Kind', 'Routes', 'Decision', 'Why'],
      backends.shown.map(({ address, kind, routes, decision, reason }) => [address, kind, routes, decision, reason]),
    ),
    ...(backends.more > 0 ? [`${backends.more} more: ${REST}.`] : []),
    '## Tier and cost',
    `${t(tier.reason)} ${t(tier.planned)} ${t(tier.basis)}`,
    table(
      ['Tier', 'Fits', 'Misses', 'US dollars a month'],
      tier.tiers.map(({ tier: name, fits, misses, costs }) => [
        name,
        fits ? 'yes' : 'no',
        misses.join('; '),
        costs.map(({ regions, low, high }) => `${regions}: ${low} to ${high}`).join('; '),
      ]),
    ),
    t(tier.priceNote),
    '## Traffic',
    traffic.known === 0
      ? 'No traffic baseline was read.'
      : table(
          ['API', 'Requests', 'Days', 'Peak a minute', 'p95 ms'],
          capped(traffic.apis, MOST_ROUTES).shown.map(({ api, requests, days, peakPerMinute, latencyMs }) => [
            api,
            requests,
            days,
            peakPerMinute,
            latencyMs?.p95 ?? '',
          ]),
        ),
    '## Certificates',
    table(
      ['Host name', 'Way', 'Checks'],
      certificates.map(({ hostname, path, checks }) => [
        hostname,
        path,
        checks.map(({ check, ok, text }) => `${ok ? 'good' : 'look'}: ${check}: ${text}`).join(' '),
      ]),
    ),
    '## Callers that DNS cannot move',
    table(
      ['Address', 'API', 'What'],
      callers.shown.map(({ host, api, text }) => [host, api, text]),
    ),
    ...(callers.more > 0 ? [`${callers.more} more: ${REST}.`] : []),
    '## Proposed waves',
    table(
      ['Wave', 'APIs', 'Host names', 'Operations'],
      waves.map(({ name, apis, hostnames, operations }) => [name, apis.join(', '), hostnames.join(', '), operations]),
    ),
    '## Least-privilege roles',
    table(
      ['AWS actions', 'Why'],
      roles.aws.map(({ actions, why }) => [actions.join(', '), why]),
    ),
    table(
      ['Azure role', 'Scope', 'Why'],
      roles.azure.map(({ role, scope, why }) => [role, scope, why]),
    ),
  ];
}

function inputSections({ inputs, gaps, leftOut }: Report): readonly string[] {
  return [
    '## Inputs and gaps',
    table(
      ['Input', 'Result'],
      inputs.map(({ file, ok, error = '' }) => [file, ok ? 'assessed' : `refused: ${error}`]),
    ),
    gaps.length === 0
      ? 'No gaps.'
      : table(
          ['Call', 'Reason', 'Remedy'],
          gaps.map(({ call, reason, remedy }) => [call, reason, remedy]),
        ),
    leftOut.length === 0
      ? 'No account or region is known to be left out.'
      : table(
          ['Account', 'Region', 'APIs left out'],
          leftOut.map(({ account, region, apis }) => [account, region, apis]),
        ),
  ];
}

type Cell = string | number;

function table(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  if (rows.length === 0) return 'None.';
  const line = (cells: readonly Cell[]): string => `| ${cells.map((each) => t(String(each))).join(' | ')} |`;
  return [line(head), `|${head.map(() => '---|').join('')}`, ...rows.map(line)].join('\n');
}

const list = (items: readonly string[]): string => items.map((item) => `- ${t(item)}`).join('\n');
