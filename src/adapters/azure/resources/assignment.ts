import type { ApiManagementClient } from '@azure/arm-apimanagement';
import { FailureError } from '../../../model/outcome.ts';
import type { Arguments, IdsOf, ParentsOf } from './path-ids.ts';
import type { ResourceCall, ResourceKind, WireOptions } from './resource-kind.ts';

type Call<Ids extends readonly string[]> = (
  client: ApiManagementClient,
  ...args: [...Arguments<Ids>, options: WireOptions]
) => Promise<unknown>;

interface Assignment<Ids extends readonly string[]> {
  readonly isThere: Call<Ids>;
  readonly assign: Call<Ids>;
  readonly detach: Call<Ids>;
  readonly list: (
    client: ApiManagementClient,
    ...args: [...Arguments<ParentsOf<Ids>>, options: Partial<WireOptions>]
  ) => AsyncIterable<{ readonly name?: string }>;
}

/**
 * A kind that only says that one resource belongs to another: its PUT has no body and nothing is there but existence. For most,
 * GET answers 405 and HEAD 204 or 404, without an ETag (recorded, 2026-11-23).
 */
export function assignment<const Pattern extends string>(
  pattern: Pattern,
  { isThere, assign, detach, list }: Assignment<IdsOf<Pattern>>,
): ResourceKind {
  type Ids = IdsOf<Pattern>;
  // The path that led here fits the pattern, so that it has as many ids.
  const at = ({ at: { resourceGroup, service }, ids }: ResourceCall): Arguments<Ids> =>
    [resourceGroup, service, ...ids] as unknown as Arguments<Ids>;
  return {
    pattern,
    headOnly: true,
    async read(call, options) {
      const answer = await isThere(call.client, ...at(call), options);
      // The contract lists 404 among the good answers of GroupUser_CheckEntityExists, so that the SDK throws nothing.
      if ((answer as { readonly body?: unknown }).body === false) throw missing(call.ids);
      return answer;
    },
    write: async (call, _properties, { onResponse }) => void (await assign(call.client, ...at(call), { onResponse })),
    remove: async (call, _ifMatch, { onResponse }) => void (await detach(call.client, ...at(call), { onResponse })),
    list: (call, options = {}) => list(call.client, ...(at(call) as unknown as Arguments<ParentsOf<Ids>>), options),
  };
}

const missing = (ids: readonly string[]): FailureError =>
  new FailureError({ kind: 'missing', code: 'NOT-ASSIGNED', message: 'It does not belong there.', at: ids.join('/') });
