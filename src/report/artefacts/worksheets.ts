import { createHash } from 'node:crypto';
import type { AwsInventory } from '../../model/aws-inventory.ts';
import type { Finding } from '../../model/finding.ts';
import type { LedgerEntry } from '../../model/plan.ts';
import { sourceKey, type SourceRef } from '../../model/source-ref.ts';
import type { Assessment } from '../../planning/build-plan.ts';
import { markdownText as t } from '../markdown-text.ts';
import { redactor } from '../secrets.ts';
import type { ArtefactFile } from './artefact-file.ts';

/** What people can look through; a mapping template may be longer. */
const MOST_CHARACTERS = 20_000;

/**
 * A page for each construct that somebody has to carry over by hand: what AWS has, why it is not carried, what can be done, and what
 * to tick off. No secret is in it.
 */
export function* worksheetFiles(
  { entries, plan }: Pick<Assessment, 'entries' | 'plan'>,
  inventory: AwsInventory,
): Iterable<ArtefactFile> {
  const manual = entries.filter(({ column }) => column === 'manual');
  if (manual.length === 0) return;
  const places = new Places(inventory);
  const findings = Map.groupBy(plan.findings, ({ at }) => at.arn);
  const redact = redactor(inventory);
  const times = new Map<string, number>();
  for (const entry of manual) {
    // Stages of a template share their places.
    const time = (times.get(nameOf(entry)) ?? 0) + 1;
    times.set(nameOf(entry), time);
    const path = `worksheets/${nameOf(entry)}${time === 1 ? '' : `-${time}`}.md`;
    const related = (findings.get(entry.at.arn) ?? []).filter(({ at }) => isRelated(at, entry.at));
    yield { path, content: redact(worksheet(entry, places.nearest(entry.at), related)) };
  }
}

function nameOf({ construct, at }: LedgerEntry): string {
  const hash = createHash('sha256')
    .update(`${construct} ${sourceKey(at)}`)
    .digest('hex')
    .slice(0, 12);
  return `${construct}-${hash}`;
}

/** At the construct itself, at something in it, or at what holds it. */
function isRelated({ pointer }: SourceRef, of: SourceRef): boolean {
  const [outer, inner] = pointer.length < of.pointer.length ? [pointer, of.pointer] : [of.pointer, pointer];
  return outer === inner || (outer !== '' && inner.startsWith(`${outer}/`));
}

function worksheet(entry: LedgerEntry, source: unknown, findings: readonly Finding[]): string {
  const { construct, at, feature } = entry;
  return `${[
    `# By hand: ${t(construct.replaceAll('-', ' '))}`,
    `- Source: \`${codeText(at.arn)}\`\n- Place: \`${codeText(at.pointer) || '/'}\`\n- Found by: ${t(feature)}`,
    '## As AWS has it',
    fenced(JSON.stringify(source ?? null, withoutPlaces, 2)),
    '## Why it is not carried, and what can be done',
    ...(findings.length === 0 ? ['Nothing in API Management takes its place by itself.'] : findings.map(section)),
    '## To read',
    LINKS.map(({ text, url }) => `- [${text}](${url})`).join('\n'),
    '## To ask an assistant',
    "Nothing in it is secret; look through the answer as through a colleague's change.",
    promptOf(entry, source, findings),
    '## To tick off',
    [
      '- [ ] Owner: ',
      '- [ ] Decided: ',
      '- [ ] Made in API Management: ',
      '- [ ] Proven by a call that must succeed: ',
      '- [ ] Proven by a call that must be refused, where it guards something: ',
      '- [ ] Done on, by: ',
    ].join('\n'),
  ].join('\n\n')}\n`;
}

/** What both vendors say of the things that are carried by hand. */
const LINKS = [
  {
    text: 'AWS: API Gateway developer guide',
    url: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/welcome.html',
  },
  {
    text: 'Microsoft: policies of API Management',
    url: 'https://learn.microsoft.com/azure/api-management/api-management-policies',
  },
] as const;

/** A request that can be given to an assistant as it is; the whole page is free of secrets. */
function promptOf({ construct }: LedgerEntry, source: unknown, findings: readonly Finding[]): string {
  const known = findings.map(
    ({ message, awsBehaviour, apimBehaviour }) => `- ${message} AWS: ${awsBehaviour} API Management: ${apimBehaviour}`,
  );
  return fenced(
    [
      `Write the Azure API Management policy (XML, sections inbound, backend, outbound, on-error, with <base/>) that does what this ${construct.replaceAll('-', ' ')} of Amazon API Gateway does.`,
      'Use named values for what is secret, and say what cannot be the same.',
      ...(known.length > 0 ? ['What is known:', ...known] : []),
      'The source:',
      JSON.stringify(source ?? null, withoutPlaces, 2),
    ].join('\n'),
    'text',
  );
}

function section({ code, severity, message, awsBehaviour, apimBehaviour, remedy, options = [] }: Finding): string {
  const ways = options.map(
    ({ name, consequence, recommended }) =>
      `  - ${t(name)}${recommended === true ? ' (recommended)' : ''}: ${t(consequence)}`,
  );
  return [
    `### ${t(code)} (${severity})`,
    t(message),
    [`- AWS: ${t(awsBehaviour)}`, `- API Management: ${t(apimBehaviour)}`, `- What to do: ${t(remedy)}`, ...ways].join(
      '\n',
    ),
  ].join('\n\n');
}

const codeText = (text: string): string => text.replaceAll(/[`\p{Cc}]/gu, ' ');

/** A fence that no line of the text can end. */
function fenced(text: string, kind = 'json'): string {
  const shown = text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}\n... (cut)` : text;
  const longest = Math.max(2, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${kind}\n${shown}\n${fence}`;
}

/** Places say nothing to who does it by hand: the worksheet names the one that matters. */
const withoutPlaces = (key: string, value: unknown): unknown => (key === 'at' ? undefined : value);

/** Parts of a source by their place. */
class Places {
  readonly #parts = new Map<string, object>();

  constructor(inventory: AwsInventory) {
    const { apis, usagePlans, apiKeys, domainNames } = inventory;
    for (const part of [...apis, ...usagePlans, ...apiKeys, ...domainNames]) this.#walk(part);
  }

  /** The part at a place, or the smallest that holds it. */
  nearest({ arn, pointer }: SourceRef): object | undefined {
    for (let at = pointer; ; at = at.slice(0, at.lastIndexOf('/'))) {
      const part = this.#parts.get(sourceKey({ arn, pointer: at }));
      if (part !== undefined || at === '') return part;
    }
  }

  #walk(part: object): void {
    if ('at' in part && typeof part.at === 'object') {
      const key = sourceKey(part.at as SourceRef);
      if (!this.#parts.has(key)) this.#parts.set(key, part);
    }
    for (const member of Object.values(part) as unknown[])
      if (typeof member === 'object' && member !== null) this.#walk(member);
  }
}
