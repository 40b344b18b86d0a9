import { Command, Option } from 'commander';
import { combineReadings } from '../../definitions/combine-readings.ts';
import { readInput } from '../../definitions/read-input.ts';
import type { AssessedInput, InputReading } from '../../model/assessment-input.ts';
import type { AwsInventory } from '../../model/aws-inventory.ts';
import { APIM_TIERS, type ApimTier } from '../../model/tier.ts';
import { assessmentDocument } from '../assessment-document.ts';
import { assessmentSummary } from '../assessment-summary.ts';
import { assessEnvironments, readEnvironments } from '../assess-environments.ts';
import { assessmentFiles, assessSource } from '../assess-source.ts';
import { CommandFailure, tellingFailure } from '../command-failure.ts';
import { EXIT } from '../exit-codes.ts';
import { findInputs, readFound, type FoundPath } from '../input-files.ts';
import { readLive, withLiveOptions, type LiveFlags } from '../live-source.ts';
import { checkOutput, writeOutput } from '../output-folder.ts';
import { countingOn } from '../counting.ts';
import type { Terminal } from '../terminal.ts';
import { printable } from '../words.ts';

const HELP = `
--from aws reads the account by the identity that the AWS SDK finds, without changing anything: every region and role that is
named, in one assessment. --environments names further targets by what differs there: {"test": {"service": "contoso-test", "keyVault":
"contoso-test", "tier": "Developer", "backends": {"https://orders.example.com": "https://orders.test.example.com"}, "hostnames": {}}}.
A folder is read with all its .json, .yaml, .yml and .jsonl files. A file that cannot be read is named with the reason, and the
others are assessed all the same.

Exit status: 0 assessed, whatever was found; 2 nothing could be read.

Examples:
  crossgate assess --from exports/ --out assessment
  crossgate assess --from aws --region eu-west-1 --region us-east-1 --out assessment
  crossgate assess --from template.yaml --tier StandardV2 --format json`;

interface Flags extends LiveFlags {
  readonly from: readonly string[];
  readonly out?: string;
  readonly policyFormat: 'xml' | 'rawxml';
  readonly format: 'text' | 'json';
  readonly tier?: ApimTier;
  readonly environments?: string;
}

/** `crossgate assess`: what becomes of APIs in API Management, without a service and without changing anything. */
export function assessCommand(terminal: Terminal): Command {
  const command = withLiveOptions(new Command('assess'))
    .description('say what becomes of APIs in API Management, and write the report')
    .requiredOption(
      '--from <source>',
      'API definition, template, snapshot, folder of them, or aws; may be repeated',
      collect,
    )
    .option('--out <dir>', 'write the report, the plan and the APIOps folder there')
    .addOption(new Option('--policy-format <format>', 'format of policies').choices(['xml', 'rawxml']).default('xml'))
    .addOption(
      new Option('--tier <tier>', 'tier of API Management that is planned for; default: Premium').choices(APIM_TIERS),
    )
    .option(
      '--environments <file>',
      'further targets of the same decisions, as JSON: what differs, and their parameters',
    )
    .addOption(new Option('--format <format>', 'what is printed').choices(['text', 'json']).default('text'))
    .addHelpText('after', HELP);
  return command.action(async () => {
    const flags = command.opts<Flags>();
    await tellingFailure(terminal, flags.format === 'json', async () => await run(flags, terminal));
  });
}

const collect = (value: string, others: readonly string[] = []): string[] => [...others, value];

async function run(flags: Flags, terminal: Terminal): Promise<void> {
  const { out, policyFormat, tier } = flags;
  const named = flags.environments === undefined ? {} : await readEnvironments(flags.environments);
  if (out !== undefined) await checkOutput(out);
  const { inputs, inventory } = await readAll(flags, terminal);
  const assessment = assessSource(inventory, tier);
  const environments = assessEnvironments(assessment, inventory, named, tier);
  if (out !== undefined)
    await writeOutput(out, assessmentFiles(assessment, inventory, { inputs, policyFormat, tier, environments }));
  const document = assessmentDocument(assessment, inputs, out ?? null, environments);
  if (flags.format === 'json') terminal.out(`${JSON.stringify(document, null, 2)}\n`);
  else terminal.out(`${printable(assessmentSummary(document))}\n`);
  terminal.exit(inputs.some(({ ok }) => ok) ? EXIT.success : EXIT.badUsage);
}

/** The name of the live account among the sources; a file of that name is `./aws`. */
const LIVE = 'aws';

async function readAll(
  flags: Flags,
  terminal: Terminal,
): Promise<{ readonly inputs: readonly AssessedInput[]; readonly inventory: AwsInventory }> {
  const files = flags.from.filter((each) => each !== LIVE);
  const found = (await Promise.all(files.map((each) => findIn(each, flags.out)))).flat();
  const readings: InputReading[] = [];
  if (flags.from.includes(LIVE)) readings.push(liveReading(await readLive(flags, terminal)));
  const counting = countingOn(terminal, 'reading', found.length);
  for (const path of found) {
    const file = await readFound(path);
    if ('error' in file) readings.push({ input: { ...file, ok: false, apiIds: [] }, part: {} });
    else readings.push(readInput(file));
    counting.next(path.file);
  }
  counting.end();
  return combineReadings(readings);
}

/** The account as one input: nothing could be read of it when not even its APIs could be listed. */
function liveReading({ schema: _schema, ...part }: AwsInventory): InputReading {
  const refused = part.gaps.find(({ call }) => call === 'GetRestApis');
  const apiIds = [...new Set(part.apis.map(({ id }) => id))];
  if (refused === undefined || apiIds.length > 0) return { input: { file: LIVE, ok: true, apiIds }, part };
  return { input: { file: LIVE, ok: false, error: `${refused.reason}: ${refused.remedy}`, apiIds }, part };
}

/** @throws CommandFailure when it cannot be read at all */
async function findIn(from: string, out: string | undefined): Promise<readonly FoundPath[]> {
  try {
    return await findInputs(from, out);
  } catch (error) {
    const detail = `${from} cannot be read: ${error instanceof Error ? error.message : String(error)}`;
    throw new CommandFailure(EXIT.badUsage, { code: 'no-input', title: 'Nothing to assess', detail });
  }
}
