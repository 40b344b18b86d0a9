import { InvalidArgumentError, Option, type Command } from 'commander';
import type { AwsClients } from '../adapters/aws/clients.ts';
import { discoverSources, type KeptApis, type LiveSource } from '../discovery/discover-source.ts';
import type { AwsInventory } from '../model/aws-inventory.ts';
import { FailureError } from '../model/outcome.ts';
import { CommandFailure } from './command-failure.ts';
import { discoveryProgress } from './discovery-progress.ts';
import { EXIT } from './exit-codes.ts';
import type { Terminal } from './terminal.ts';

/** Which accounts and regions are read: every role in every region, or who calls when no role is named. */
export interface LiveFlags {
  readonly region: readonly string[];
  readonly role: readonly string[];
}

/** The options that name what is read of AWS. */
export function withLiveOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--region <region>', 'region to read; may be repeated (default: AWS_REGION or that of the profile)')
        .argParser(region)
        .default([], 'AWS_REGION'),
    )
    .addOption(
      new Option('--role <arn>', 'role to read an account with; may be repeated (default: who calls)')
        .argParser(roleArn)
        .default([], 'who calls'),
    );
}

function region(value: string, others: readonly string[] = []): readonly string[] {
  if (/^[a-z]{2}(-[a-z]+)+-\d+$/.test(value)) return [...others, value];
  throw new InvalidArgumentError('Name a region such as eu-west-1.');
}

function roleArn(value: string, others: readonly string[] = []): readonly string[] {
  if (/^arn:[\w-]+:iam::\d{12}:role\/[\w+=,.@/-]+$/.test(value)) return [...others, value];
  throw new InvalidArgumentError('Name a role such as arn:aws:iam::111122223333:role/crossgate-read.');
}

/**
 * Reads AWS by the identity that the SDK finds. What is refused is a gap.
 * @param kept what an earlier attempt has read
 * @throws CommandFailure when no region is known, or AWS does not say whose identity it is
 */
export async function readLive(flags: LiveFlags, terminal: Terminal, kept?: KeptApis): Promise<AwsInventory> {
  const { awsClients } = await import('../adapters/aws/clients.ts');
  const { awsSourceReader } = await import('../adapters/aws/discovery/source-reader.ts');
  const clients = awsClients();
  const sources = await sourcesOf(flags, clients);
  const progress = discoveryProgress(terminal);
  try {
    return await discoverSources(awsSourceReader(clients), sources, {
      onProgress: progress.show,
      ...(kept && { kept }),
    });
  } finally {
    progress.end();
  }
}

async function sourcesOf(flags: LiveFlags, clients: AwsClients): Promise<readonly LiveSource[]> {
  const { defaultRegion } = await import('../adapters/aws/caller.ts');
  const found = flags.region.length > 0 ? flags.region : [await defaultRegion()];
  const regions = found.flatMap((each) => each ?? []);
  const [first] = regions;
  if (first === undefined) {
    const detail = 'No region is known: name one with --region, or set AWS_REGION.';
    throw new CommandFailure(EXIT.badUsage, { code: 'no-region', title: 'Nothing to read', detail });
  }
  const accounts =
    flags.role.length > 0
      ? flags.role.map((role) => ({ account: role.split(':')[4] ?? '', roleArn: role }))
      : [{ account: await accountOf(clients, first) }];
  return accounts.flatMap((account) => regions.map((each) => ({ ...account, region: each })));
}

async function accountOf(clients: AwsClients, region: string): Promise<string> {
  const { callerAccount } = await import('../adapters/aws/caller.ts');
  try {
    return await callerAccount(clients, region);
  } catch (error) {
    if (!(error instanceof FailureError)) throw error;
    const detail =
      `AWS does not say whose identity this is: ${error.failure.message}. ` +
      'Sign in (aws sso login, AWS_PROFILE, AWS_ACCESS_KEY_ID) or name a role with --role.';
    throw new CommandFailure(EXIT.badUsage, { code: 'no-identity', title: 'Nothing to read', detail });
  }
}
