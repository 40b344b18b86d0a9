import { cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { benchAssess } from './assess.ts';
import { benchImport } from './import.ts';
import { benchRefusals } from './refusals.ts';
import { benchTranslate } from './translate.ts';

const { values: options, positionals: names } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false }, apis: { type: 'string', default: '100' } },
});

/** Benches by name; each gives figures, never a verdict (docs: architecture, Bench). */
const BENCHES: Readonly<Record<string, () => Promise<Record<string, number>>>> = {
  assess: benchAssess,
  import: () => benchImport(Number(options.apis)),
  refusals: benchRefusals,
  translate: benchTranslate,
};

const unknown = names.filter((name) => !Object.hasOwn(BENCHES, name));
if (unknown.length > 0) {
  process.stderr.write(`no bench ${unknown.join(', ')}; there are ${Object.keys(BENCHES).join(', ')}\n`);
  process.exit(2);
}
const machine = {
  cpu: cpus()[0]?.model ?? 'unknown',
  cores: cpus().length,
  memoryGb: Math.round(totalmem() / 2 ** 30),
  node: process.version,
};
const results: { name: string; figures: Record<string, number>; machine: typeof machine }[] = [];
for (const name of names.length > 0 ? names : Object.keys(BENCHES)) {
  process.stderr.write(`${name} ...\n`);
  results.push({ name, figures: (await BENCHES[name]?.()) ?? {}, machine });
}
if (options.json) process.stdout.write(`${JSON.stringify(names.length === 1 ? results[0] : results)}\n`);
else
  for (const { name, figures } of results)
    process.stdout.write(
      `${name}\n${Object.entries(figures)
        .map(([figure, value]) => `  ${figure.padEnd(14)}${Number(value.toFixed(3)).toLocaleString('en-US')}`)
        .join('\n')}\n`,
    );
