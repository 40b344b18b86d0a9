import { countBySeverity } from '../model/finding.ts';
import { differencesInWords } from '../report/artefacts/environment-page.ts';
import type { AssessmentDocument } from './assessment-document.ts';
import { counted } from './words.ts';

/** Blockers shown before people are sent to the report. */
const MOST = 12;

/** An assessment in lines for a person: what was read, what becomes of it, what stands in the way, where the report is. */
export function assessmentSummary({
  inputs,
  apis,
  ledger,
  findings,
  artifactsDir,
  environments,
}: AssessmentDocument): string {
  const refused = inputs.filter(({ ok }) => !ok);
  const real = apis.filter(({ type }) => type !== 'ACCOUNT');
  const operations = real.reduce((sum, api) => sum + api.operations, 0);
  const counts = countBySeverity(findings);
  const blockers = findings.filter(({ severity }) => severity === 'blocker');
  const share = ledger.total === 0 ? 0 : (100 * ledger.carried) / ledger.total;
  return [
    `${counted(real.length, 'API')} with ${counted(operations, 'operation')} from ${counted(inputs.length, 'input')}${refused.length === 0 ? '' : `, ${refused.length} of them refused`}`,
    ...refused.map(({ file, error = '' }) => `  refused ${file}: ${error}`),
    '',
    `Ledger      ${counted(ledger.total, 'construct')}, ${share.toFixed(1)} % carried`,
    ...(['translated', 'differs', 'manual', 'blocked'] as const).map(
      (column) =>
        `  ${column.padEnd(10)}${bar(ledger[column], ledger.total)} ${ledger[column].toLocaleString('en-US')}`,
    ),
    `Findings    ${counts.blocker} blockers, ${counts.decision} decisions, ${counts.review} reviews, ${counts.info} for the record`,
    ...blockers.slice(0, MOST).map(({ code, message, at }) => `  ${code}: ${message} (${at.arn}${at.pointer})`),
    ...(blockers.length > MOST ? [`  and ${counted(blockers.length - MOST, 'blocker')} more`] : []),
    ...environments.map(
      ({ name, differences, resources }) => `Environment ${name}: ${differencesInWords(differences, resources)}`,
    ),
    '',
    artifactsDir === null
      ? 'Nothing was written; --out DIR writes the report, the plan and what API Management gets.'
      : `Report      ${artifactsDir}/report.html`,
  ].join('\n');
}

const WIDTH = 30;
function bar(count: number, total: number): string {
  const filled = total === 0 ? 0 : Math.round((WIDTH * count) / total);
  return `[${'#'.repeat(filled)}${'.'.repeat(WIDTH - filled)}]`;
}
