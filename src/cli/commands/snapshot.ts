import { open, readFile, rename, rm } from 'node:fs/promises';
import { Command } from 'commander';
import { isSnapshot, snapshotLines } from '../../definitions/snapshot.ts';
import type { AwsInventory } from '../../model/aws-inventory.ts';
import { CommandFailure, tellingFailure } from '../command-failure.ts';
import { EXIT } from '../exit-codes.ts';
import { openPartial } from '../kept-apis.ts';
import { readLive, withLiveOptions, type LiveFlags } from '../live-source.ts';
import type { Terminal } from '../terminal.ts';
import { printable } from '../words.ts';

const HELP = `
Reads AWS without changing anything, and holds no secret: no value of an API key, no key of a certificate. What could not be read is in
it as a gap with the permission that it needs. A snapshot that was interrupted goes on where it was when it is asked for again within
a day (FILE.partial).

Exit status: 0 written, whatever was found; 2 nothing could be read.

Examples:
  crossgate snapshot --out account.jsonl --region eu-west-1 --region us-east-1
  crossgate assess --from account.jsonl --out assessment`;

interface Flags extends LiveFlags {
  readonly out: string;
  readonly json: boolean;
}

/** `crossgate snapshot`: what live discovery reads, in one file that an assessment takes later and elsewhere. */
export function snapshotCommand(terminal: Terminal): Command {
  const command = withLiveOptions(
    new Command('snapshot')
      .description('write what AWS holds of API Gateway into one file, to be assessed later or elsewhere')
      .requiredOption('--out <file>', 'file to write (.jsonl)'),
  )
    .option('--json', 'print one JSON document', false)
    .addHelpText('after', HELP);
  return command.action(async () => {
    const flags = command.opts<Flags>();
    await tellingFailure(terminal, flags.json, async () => await run(flags, terminal));
  });
}

async function run(flags: Flags, terminal: Terminal): Promise<void> {
  const { out } = flags;
  await checkFile(out);
  const kept = await openPartial(out, terminal.now());
  if (kept.count > 0) terminal.err(`going on: ${kept.count} APIs were read before\n`);
  const inventory = await readLive(flags, terminal, kept);
  await write(out, inventory, terminal.now());
  await kept.end();
  const { apis, gaps } = inventory;
  const document = { file: out, apis: apis.length, gaps };
  if (flags.json) terminal.out(`${JSON.stringify(document, null, 2)}\n`);
  else terminal.out(`${printable(summaryOf(out, inventory))}\n`);
  terminal.exit(apis.length === 0 && gaps.some(({ call }) => call === 'GetRestApis') ? EXIT.badUsage : EXIT.success);
}

/** @throws CommandFailure when the file is there and no snapshot */
async function checkFile(file: string): Promise<void> {
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    const detail = `${file} cannot be written: ${error.message}`;
    throw new CommandFailure(EXIT.badUsage, { code: 'file-unusable', title: 'Not a file', detail });
  });
  if (bytes === undefined || isSnapshot({ bytes })) return;
  const detail = `${file} holds something else: name a new file, or an earlier snapshot.`;
  throw new CommandFailure(EXIT.badUsage, { code: 'file-in-use', title: 'Not a snapshot', detail });
}

/** Whole or not at all: an earlier snapshot stays until the new one is there. */
async function write(file: string, inventory: AwsInventory, now: Date): Promise<void> {
  const next = `${file}.next`;
  const handle = await open(next, 'w', 0o600);
  try {
    for (const line of snapshotLines(inventory, now.toISOString())) await handle.write(`${line}\n`);
  } catch (error) {
    await rm(next, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
  await rename(next, file);
}

function summaryOf(file: string, { apis, gaps }: AwsInventory): string {
  const routes = apis.reduce((sum, api) => sum + api.routes.length, 0);
  const read = `${file}: ${apis.length} APIs at their stages, ${routes} routes`;
  if (gaps.length === 0) return `${read}; everything could be read`;
  const named = gaps.slice(0, 20).map(({ call, reason, remedy }) => `  ${call}: ${reason}\n    ${remedy}`);
  const more = gaps.length > named.length ? [`  and ${gaps.length - named.length} more in the file`] : [];
  return [`${read}; ${gaps.length} gaps:`, ...named, ...more].join('\n');
}
