import type { Report } from './model.ts';

const COLUMNS = [
  'kind',
  'severity',
  'code',
  'account',
  'region',
  'api',
  'stage',
  'method',
  'path',
  'integration',
  'authorization',
  'message',
  'aws behaviour',
  'apim behaviour',
  'remedy',
  'source',
] as const;
type Row = Partial<Record<(typeof COLUMNS)[number], string>>;

/** The complete report as one table (RFC 4180, CRLF): a row for each API, route, finding, backend, row of the guide, gap and input. */
export function csvOf(report: Report): string {
  const lines = [COLUMNS.join(',')];
  for (const row of rowsOf(report)) lines.push(COLUMNS.map((column) => cell(row[column] ?? '')).join(','));
  return `${lines.join('\r\n')}\r\n`;
}

function* rowsOf(report: Report): Iterable<Row> {
  for (const api of report.apis) {
    const place = { account: api.account, region: api.region, api: api.name, stage: api.stage };
    yield { kind: 'api', ...place, message: `${api.operations} operations`, source: api.id };
    for (const { method, path, integration, uri = '', authorization, apiKeyRequired } of api.routes)
      yield {
        kind: 'route',
        ...place,
        method,
        path,
        integration: uri === '' ? integration : `${integration} ${uri}`,
        authorization: apiKeyRequired ? `${authorization} and API key` : authorization,
      };
  }
  for (const { severity, code, message, awsBehaviour, apimBehaviour, remedy, at } of report.findings)
    yield {
      'kind': 'finding',
      severity,
      code,
      message,
      'aws behaviour': awsBehaviour,
      'apim behaviour': apimBehaviour,
      remedy,
      'source': `${at.arn}#${at.pointer}`,
    };
  for (const { address, kind, decision, reason, routes } of report.backends)
    yield {
      kind: 'backend',
      code: decision,
      integration: kind,
      message: reason,
      path: address,
      source: `${routes} routes`,
    };
  for (const { id, rows } of report.guide)
    for (const row of rows)
      yield {
        'kind': 'guide',
        'code': `${id}/${row.id}`,
        'message': row.uses === 0 ? 'not used here' : `used ${row.uses} times, ${row.findings.length} findings`,
        'aws behaviour': row.aws,
        'apim behaviour': row.azure,
        'remedy': row.differs ?? row.approach,
      };
  for (const { call, reason, remedy, at } of report.gaps)
    yield { kind: 'gap', code: call, message: reason, remedy, source: `${at.arn}#${at.pointer}` };
  for (const { file, ok, error = '' } of report.inputs)
    yield { kind: 'input', code: ok ? 'assessed' : 'refused', message: error, source: file };
}

/**
 * One cell. Spreadsheets run what starts like a formula (OWASP, CSV injection): such a text gets an apostrophe before it and is
 * quoted, so that it stays a text everywhere.
 */
function cell(text: string): string {
  const safe = /^[\s\u00a0\ufeff]*[=+\-@\t\r\n]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) || safe !== text ? `"${safe.replaceAll('"', '""')}"` : safe;
}
