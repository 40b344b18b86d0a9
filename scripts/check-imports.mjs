/** Holds the imports to .dependency-cruiser.mjs and fails when no module was seen: a cruiser that reads nothing passes everything. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const folders = ['src', 'orchestrations', 'activities'].filter((folder) => existsSync(folder));
const args = ['node_modules/dependency-cruiser/bin/dependency-cruiser.mjs', '--config', '.dependency-cruiser.mjs'];
const run = spawnSync(process.execPath, [...args, '--output-type', 'json', ...folders], {
  encoding: 'utf8',
  maxBuffer: 1 << 30,
});
if (run.error || !run.stdout) {
  process.stderr.write(run.stderr || String(run.error));
  process.exit(1);
}
const { summary } = JSON.parse(run.stdout);
for (const { rule, from, to } of summary.violations) process.stderr.write(`${rule.name}: ${from} -> ${to}\n`);
process.stderr.write(`imports: ${summary.totalCruised} modules, ${summary.violations.length} violations\n`);
process.exit(summary.totalCruised > 0 && summary.violations.length === 0 ? 0 : 1);
