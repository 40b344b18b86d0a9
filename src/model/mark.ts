/**
 * What a run writes on the resources that it makes, where their kind has a place for a note that callers do not see: so that
 * whoever finds one knows where it came from, and a run that crashed after a write knows its own. The id of the run is not part of
 * a plan, and marks are left out where contents are compared.
 */
const markOf = (runId: string): string => `[crossgate ${runId}]`;

const MARK = /\s*\[crossgate [a-z0-9-]{1,63}\]$/;

/** Kinds of resources of the service by their collections, and the member that takes the note (ARM contract 2024-05-01). */
const NOTES: Readonly<Record<string, { readonly member: string; readonly most: number; readonly list?: true }>> = {
  apis: { member: 'apiRevisionDescription', most: 256 },
  apiVersionSets: { member: 'description', most: 1000 },
  backends: { member: 'description', most: 2000 },
  caches: { member: 'description', most: 2000 },
  gateways: { member: 'description', most: 1000 },
  groups: { member: 'description', most: 1000 },
  loggers: { member: 'description', most: 256 },
  namedValues: { member: 'tags', most: 32, list: true },
  policyFragments: { member: 'description', most: 1000 },
  users: { member: 'note', most: 1000 },
};

type Properties = Readonly<Record<string, unknown>>;

/** A resource's properties with the mark of a run; as they are where the kind has no place for it. */
export function withMark(path: string, properties: Properties, runId: string): Properties {
  const note = NOTES[collectionsOf(path)];
  if (note === undefined) return properties;
  const { member, most, list } = note;
  const there = properties[member];
  if (list) return { ...properties, [member]: [...(Array.isArray(there) ? there : []), markOf(runId)].slice(-most) };
  const text = typeof there === 'string' && there !== '' ? `${there} ${markOf(runId)}` : markOf(runId);
  return text.length > most ? properties : { ...properties, [member]: text };
}

/** Whether some run made this. */
export function isMarked(path: string, properties: Properties): boolean {
  const there = properties[NOTES[collectionsOf(path)]?.member ?? ''];
  return Array.isArray(there) ? there.some(isMark) : isMark(there);
}

/** A value as somebody else would have written it: a text without a mark, a list without marks in it. */
export function withoutMark(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((each) => !isMark(each));
  return typeof value === 'string' ? value.replace(MARK, '') : value;
}

const isMark = (value: unknown): boolean => typeof value === 'string' && MARK.test(value);

/** `apis/operations` of `apis/orders/operations/list`. */
const collectionsOf = (path: string): string =>
  path
    .split('/')
    .filter((_, index) => index % 2 === 0)
    .join('/');
