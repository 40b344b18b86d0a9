import { csvOf } from './csv.ts';
import { htmlOf } from './html/page.ts';
import { markdownOf } from './markdown.ts';
import type { Report } from './model.ts';

/** A file of the report: its path with forward slashes, and its text. */
export interface ReportFile {
  readonly path: string;
  readonly content: string;
}

/** The report in all its formats, made one by one: an estate's are more than memory should hold at once. */
export function* reportFiles(report: Report): Iterable<ReportFile> {
  yield { path: 'report.html', content: htmlOf(report) };
  yield { path: 'report.md', content: markdownOf(report) };
  yield { path: 'report.csv', content: csvOf(report) };
  yield { path: 'report.json', content: `${JSON.stringify(report, null, 2)}\n` };
}
