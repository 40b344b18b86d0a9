import { createHash } from 'node:crypto';
import type { AwsInventory } from '../model/aws-inventory.ts';

/** Names that say that their value is a secret. */
const SECRET_NAME = /secret|passw|token|credential|api[-_]?key|private[-_]?key|authorization|cookie|signature/i;
/** Headers whose literals are never secrets: everything else that a definition sets may be one. */
const PLAIN_HEADER =
  /^(accept(-.*)?|access-control-.*|allow|cache-control|content-.*|date|expires|host|location|pragma|strict-transport-security|user-agent|vary|x-amz-invocation-type|x-amz-target|x-content-type-options|x-frame-options)$/i;
/** Shorter values are words that would be replaced everywhere. */
const SHORTEST = 6;

/** Shapes of secrets wherever they stand: the first group is kept, the second replaced. */
const SHAPES: readonly RegExp[] = [
  /()\b((?:AKIA|ASIA)[A-Z0-9]{16})\b/g,
  /()\b(eyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?)/g,
  /()(-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$))/g,
  /([a-z][a-z0-9+.-]*:\/\/)([^\s/@:?#]*:[^\s/@?#]+)(?=@)/gi,
  /([?&](?:[\w.-]*(?:key|token|secret|password|passwd|sig|signature|code|credential))=)([^\s&#"'<>]+)/gi,
  /(\b(?:bearer|basic)\s+)([\w.~+/=-]{8,})/gi,
];

/** Stands for a secret: the same secret gives the same text, and the text gives nothing away. */
export const fingerprint = (secret: string): string =>
  `secret:${createHash('sha256').update(secret).digest('hex').slice(0, 12)}`;

/** Replaces in any text what an inventory holds as a secret, and what looks like one. */
export function redactor(inventory: AwsInventory): (text: string) => string {
  const replaceKnown = knownReplacer(secretsOf(inventory));
  return (text) =>
    SHAPES.reduce(
      (result, shape) =>
        result.replaceAll(shape, (all: string, kept: string, secret: string) =>
          secret.startsWith('secret:') ? all : `${kept}${fingerprint(secret)}`,
        ),
      replaceKnown(text),
    );
}

/** Looks secrets up by how they start: the time is that of the text, however many secrets there are. The longest wins. */
function knownReplacer(secrets: ReadonlySet<string>): (text: string) => string {
  const byStart = new Map<string, string[]>();
  for (const secret of [...secrets].sort((a, b) => b.length - a.length)) {
    const start = secret.slice(0, SHORTEST);
    const others = byStart.get(start);
    if (others === undefined) byStart.set(start, [secret]);
    else others.push(secret);
  }
  if (byStart.size === 0) return (text) => text;
  return (text) => {
    const parts: string[] = [];
    let copied = 0;
    for (let index = 0; index + SHORTEST <= text.length; index += 1) {
      const candidates = byStart.get(text.slice(index, index + SHORTEST));
      const found = candidates?.find((each) => text.startsWith(each, index));
      if (found === undefined) continue;
      parts.push(text.slice(copied, index), fingerprint(found));
      copied = index + found.length;
      index = copied - 1;
    }
    return parts.length === 0 ? text : parts.join('') + text.slice(copied);
  };
}

/** Every text of a JSON value by `change`; member names too, since a hostile source chooses some of them. */
export function mapTexts<T>(value: T, change: (text: string) => string): T {
  if (typeof value === 'string') return change(value) as T;
  if (Array.isArray(value)) return value.map((item) => mapTexts<unknown>(item, change)) as T;
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapTexts<unknown>(item, change)])) as T;
}

/** Values of stage variables with telling names, and literals of headers. */
function secretsOf(inventory: AwsInventory): ReadonlySet<string> {
  const found = new Set<string>();
  const add = (value: string | undefined): void => {
    if (value !== undefined && value.length >= SHORTEST) found.add(value);
  };
  for (const { stage, routes, gatewayResponses } of inventory.apis) {
    const variables = [stage.variables, stage.canary?.variableOverrides ?? {}].flatMap((each) => Object.entries(each));
    for (const [name, value] of variables) if (SECRET_NAME.test(name)) add(value);
    const parameters = [
      ...routes.flatMap(({ integration }) =>
        integration === undefined ? [] : [integration, ...integration.responses.map((each) => each)],
      ),
      ...gatewayResponses,
    ].flatMap((each) =>
      Object.entries({ ...('requestParameters' in each ? each.requestParameters : {}), ...responseParameters(each) }),
    );
    for (const [name, value] of parameters) add(literalOf(name, value));
  }
  return found;
}

const responseParameters = (each: object): Readonly<Record<string, string>> =>
  'responseParameters' in each ? (each.responseParameters as Readonly<Record<string, string>>) : {};

/** `'value'` of a header or query parameter that may be a secret; HTTP APIs write literals bare. */
function literalOf(name: string, value: string): string | undefined {
  const target = name.split(/[.:]/).at(-1) ?? name;
  const isHeader = /header/i.test(name);
  if (isHeader ? PLAIN_HEADER.test(target) : !SECRET_NAME.test(target)) return undefined;
  const quoted = /^'([\s\S]*)'$/.exec(value)?.[1];
  if (quoted !== undefined) return quoted;
  return /^(integration|method|context|stageVariables|\$|\{)/.test(value) ? undefined : value;
}
