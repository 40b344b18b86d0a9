import type { ApiManagementClient } from '@azure/arm-apimanagement';
import type { Arguments, IdsOf, ParentsOf } from './path-ids.ts';
import type { ResourceCall, ResourceKind, WireOptions, WriteOptions, WritePoller } from './resource-kind.ts';

type Properties = Readonly<Record<string, unknown>>;

/**
 * The operations that the SDK has for nearly every kind of resource: a long-running one begins. An SDK interface that takes
 * other ids than the pattern has does not fit.
 */
type Operations<Ids extends readonly string[]> = {
  get(...args: [...Arguments<Ids>, options: WireOptions]): Promise<unknown>;
} & (
  | { createOrUpdate(...args: [...Arguments<Ids>, properties: Properties, options: WriteOptions]): Promise<object> }
  | {
      beginCreateOrUpdate(
        ...args: [...Arguments<Ids>, properties: Properties, options: WriteOptions]
      ): Promise<WritePoller>;
    }
) &
  (
    | { delete(...args: [...Arguments<Ids>, ifMatch: string, options: WriteOptions]): Promise<void> }
    | { beginDelete(...args: [...Arguments<Ids>, ifMatch: string, options: WriteOptions]): Promise<WritePoller> }
  );

interface Entity<Ids extends readonly string[], Of extends Operations<Ids>> {
  readonly operations: (client: ApiManagementClient) => Of;
  readonly list: (
    of: Of,
    ...args: [...Arguments<ParentsOf<Ids>>, options: Partial<WireOptions>]
  ) => AsyncIterable<{ readonly name?: string }>;
  /** Members of `properties` that the SDK spells otherwise: ours to the SDK's. */
  readonly spelling?: Readonly<Record<string, string>>;
  /** What the SDK takes for `properties`, where it is not the contract's in other words. */
  readonly given?: (properties: Properties) => Properties;
  /** Said with every call of the kind, beside what all calls say. */
  readonly reading?: object;
  readonly writing?: object;
  readonly removing?: object;
}

/** The kind of resource that stands at `pattern`, by the SDK's operations on it. */
export function entity<const Pattern extends string, Of extends Operations<IdsOf<Pattern>>>(
  pattern: Pattern,
  { operations, list, spelling, given = (same) => same, reading, writing, removing }: Entity<IdsOf<Pattern>, Of>,
): ResourceKind {
  type Ids = IdsOf<Pattern>;
  // The path that led here fits the pattern, so that it has as many ids.
  const at = ({ at: { resourceGroup, service }, ids }: ResourceCall): Arguments<Ids> =>
    [resourceGroup, service, ...ids] as unknown as Arguments<Ids>;
  return {
    pattern,
    ...(spelling && { spelling }),
    read: (call, options) => operations(call.client).get(...at(call), { ...options, ...reading }),
    write(call, properties, options) {
      const of = operations(call.client) as Operations<Ids>;
      const said = { ...options, ...writing };
      return 'createOrUpdate' in of
        ? of.createOrUpdate(...at(call), given(properties), said)
        : of.beginCreateOrUpdate(...at(call), given(properties), said);
    },
    remove(call, ifMatch, options) {
      const of = operations(call.client) as Operations<Ids>;
      const said = { ...options, ...removing };
      return 'delete' in of ? of.delete(...at(call), ifMatch, said) : of.beginDelete(...at(call), ifMatch, said);
    },
    list: (call, options = {}) =>
      list(operations(call.client), ...(at(call) as unknown as Arguments<ParentsOf<Ids>>), options),
  };
}
