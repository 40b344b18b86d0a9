import type { PlannedWrite, PlannedWrites } from '../planned-writes.ts';
import { refused, type Refused, type RefusalRule } from '../refusal-rule.ts';

/** A member of a resource that names another one. */
interface Reference {
  /** Path below the service. */
  readonly path: string;
  readonly place: string;
}

type ReferencesOf = (write: PlannedWrite) => readonly Reference[];

/** A path below the service of a short id (`/loggers/x`) or a long one; undefined for what is no text. */
export function belowService(id: unknown): string | undefined {
  if (typeof id !== 'string' || id === '') return undefined;
  return id.replace(/^(?:.*\/providers\/Microsoft\.ApiManagement\/service\/[^/]+)?\//i, '');
}

/** A revision that is the current one is the API itself. */
const withoutRevision = (path: string): string => path.replace(/;rev=\d+(?=$|\/)/, '');

const named =
  (...members: readonly string[]): ReferencesOf =>
  ({ properties }) =>
    members.flatMap((member) => {
      const path = belowService(properties[member]);
      return path === undefined ? [] : [{ path: withoutRevision(path), place: member }];
    });

const items = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const memberOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined;

const ofBackend: ReferencesOf = ({ properties }) => [
  ...items(memberOf(properties['pool'], 'services')).flatMap((each, index) => {
    const path = belowService(memberOf(each, 'id'));
    return path === undefined ? [] : [{ path, place: `pool/services/${index}/id` }];
  }),
  ...items(memberOf(properties['credentials'], 'certificateIds')).flatMap((each, index) => {
    const path = belowService(each);
    return path === undefined ? [] : [{ path, place: `credentials/certificateIds/${index}` }];
  }),
];

/** Bodies of an operation name a schema of its API. */
const ofOperation: ReferencesOf = ({ path, properties }) => {
  const api = path.split('/').slice(0, 2).join('/');
  const bodies = [
    ...items(memberOf(properties['request'], 'representations')).map((body) => ({ body, place: 'request' })),
    ...items(properties['responses']).flatMap((response, index) =>
      items(memberOf(response, 'representations')).map((body) => ({ body, place: `responses/${index}` })),
    ),
  ];
  return bodies.flatMap(({ body, place }) => {
    const id = memberOf(body, 'schemaId');
    return typeof id === 'string' && id !== '' ? [{ path: `${api}/schemas/${id}`, place: `${place}/schemaId` }] : [];
  });
};

/** What an assignment stands for: `products/p/apis/a` for `apis/a`. */
const assigned: ReferencesOf = ({ kind, id }) => [
  { path: `${kind.slice(kind.lastIndexOf('/') + 1)}/${id}`, place: 'its name' },
];

/** All APIs together are a scope that is always there. */
const ofSubscription: ReferencesOf = (write) =>
  named(
    'scope',
    'ownerId',
  )(write).filter(({ path, place }) => place !== 'scope' || !/^(apis|products)\/?$/i.test(path));

const REFERENCES: Readonly<Record<string, ReferencesOf>> = {
  'apis': named('apiVersionSetId', 'sourceApiId'),
  'apis/releases': named('apiId'),
  'apis/operations': ofOperation,
  'apis/diagnostics': named('loggerId'),
  'diagnostics': named('loggerId'),
  'backends': ofBackend,
  'subscriptions': ofSubscription,
  'products/apis': assigned,
  'products/groups': assigned,
  'groups/users': assigned,
  'apis/tags': assigned,
  'apis/operations/tags': assigned,
};

/** The path without its last collection and name; empty where it stands below the service. */
const parentOf = (path: string): string => {
  const collection = path.lastIndexOf('/', path.lastIndexOf('/') - 1);
  return collection < 0 ? '' : path.slice(0, collection);
};

/** What a resource stands below, and what its properties name, is at the target or comes before it in the plan. */
export const references: RefusalRule = {
  code: 'REFERENCE-MISSING',
  source:
    'Azure/apiops issue 797 (pools), Microsoft Learn REST reference of each kind; a missing parent answers 404 (recorded 2026-11-23)',
  checked: '2026-11-29',
  remedy: 'Make what is named, or let the plan make it first.',
  *refusals(plan: PlannedWrites): Iterable<Refused> {
    for (const write of plan.writes) {
      const parent = parentOf(write.path);
      if (parent !== '' && !plan.isThere(parent, write.order))
        yield refused(write.step, write.path, `there is no ${parent} to put it below`);
      for (const { path, place } of REFERENCES[write.kind]?.(write) ?? [])
        if (!plan.isThere(path, write.order))
          yield refused(write.step, `${write.path}: ${place}`, `there is no ${path} when it is written`);
    }
  },
};
