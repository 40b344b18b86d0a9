import { readFile } from 'node:fs/promises';
import { ImportRefused } from '../sandbox/aws/import-definition.ts';
import { readCases } from './case.ts';
import { Comparer, type Comparison } from './compare.ts';
import { sideDocument } from './exchange.ts';
import { readExport } from './source-side.ts';

export interface CompareCommand {
  readonly from: string;
  readonly cases: string;
  readonly json: boolean;
}

/** `crossgate compare`: what AWS answers, what API Management will, and why they differ. Resolves with the exit status. */
export async function compareCommand({ from, cases, json }: CompareCommand): Promise<number> {
  const fail = (reason: string): number => {
    process.stderr.write(`crossgate compare: ${reason}\n`);
    return 2;
  };
  try {
    const requests = readCases(await readFile(cases, 'utf8'));
    const read = readExport(await readFile(from, 'utf8'));
    if (read.filled.length > 0)
      process.stderr.write(`values are made up for ${[...new Set(read.filled)].join(', ')}\n`);
    const comparer = new Comparer(read, (message) => process.stderr.write(`${message}\n`));
    const results: Comparison[] = [];
    for (const one of requests) results.push(await comparer.compare(one));
    if (json) process.stdout.write(`${JSON.stringify(results.map(documentOf))}\n`);
    else
      process.stdout.write(
        textOf(
          results,
          requests.map(({ request }) => `${request.method} ${request.path}`),
        ),
      );
    return results.every(({ differences }) => differences.every(({ finding }) => finding !== undefined)) ? 0 : 1;
  } catch (error) {
    if (error instanceof ImportRefused) return fail(`API Gateway would not import ${from}: ${error.message}`);
    return fail(error instanceof Error ? error.message : String(error));
  }
}

function documentOf({ source, target, differences }: Comparison): unknown {
  return {
    source: sideDocument(source),
    target: sideDocument(target),
    differences: differences.map(({ where, source: one, target: other, finding }) => ({
      where,
      source: one,
      target: other,
      ...(finding !== undefined && { finding }),
    })),
  };
}

function textOf(results: readonly Comparison[], names: readonly string[]): string {
  const lines = results.flatMap(({ source, target, differences }, index) => {
    const same = differences.length === 0 ? 'the same' : `${differences.length} differences`;
    const head = `${names[index] ?? ''}: ${source.response.status} at API Gateway, ${target.response.status} at API Management, ${same}`;
    return [
      head,
      ...differences.map(
        ({ where, source: one, target: other, finding }) =>
          `  ${where}: ${JSON.stringify(one)} becomes ${JSON.stringify(other)} (${finding ?? 'unexplained'})`,
      ),
    ];
  });
  return `${lines.join('\n')}\n`;
}
