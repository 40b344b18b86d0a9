import type { Index, IndexType, Resource } from '@aws-sdk/client-resource-explorer-2';
import { pageOf, sizeOf } from '../paging.ts';
import { REST_JSON } from '../protocol.ts';
import { restService, type OperationRoute } from '../rest-service.ts';
import type { AwsService } from '../service.ts';
import type { AwsState } from '../state.ts';
import { AwsError } from '../wire.ts';
import { gatewayResources } from './resources.ts';

type Body = Readonly<Record<string, unknown>>;

/**
 * Resource Explorer: one region's index is the aggregator of all that are turned on, and sees the other accounts of the
 * organisation as well.
 */
export function resourceExplorer(
  state: AwsState,
  regions: readonly AwsState[],
  organisation: readonly AwsState[],
): AwsService {
  const post = (operation: string, tell: (body: Body) => unknown): OperationRoute => ({
    operation,
    method: 'POST',
    pattern: `/${operation}`,
    handle: ({ request }) => ({
      status: 200,
      headers: { 'content-type': 'application/json' },
      // Unlike its neighbours it writes times in ISO 8601.
      body: JSON.stringify(tell(JSON.parse(request.body.toString('utf8') || '{}') as Body)),
    }),
  });
  return restService({
    name: 'resource-explorer-2',
    protocol: REST_JSON,
    routes: [
      post('ListIndexes', (body) => listIndexes(regions, body)),
      post('Search', (body) => search(state, organisation, body)),
    ],
  });
}

const arnOf = ({ region, accountId }: AwsState, resource: string): string =>
  `arn:aws:resource-explorer-2:${region}:${accountId}:${resource}/5f0f7f7e-3f0c-4c7f-9a62-8e6b2f1f6666`;

const invalid = (): AwsError => new AwsError('ValidationException', 'Invalid MaxResults or NextToken.', 400);

function listIndexes(regions: readonly AwsState[], { Type, Regions, MaxResults, NextToken }: Body): unknown {
  const indexes = regions.flatMap((one): Index[] =>
    one.resourceIndex === undefined
      ? []
      : [{ Arn: arnOf(one, 'index'), Region: one.region, Type: one.resourceIndex satisfies IndexType }],
  );
  const wanted = indexes.filter(
    (index) =>
      (Type === undefined || index.Type === Type) &&
      (Regions === undefined || (Regions as readonly unknown[]).includes(index.Region)),
  );
  const { items, next } = pageOf(
    wanted,
    NextToken as string | undefined,
    sizeOf(MaxResults, { most: 100 }, invalid),
    invalid,
  );
  return { Indexes: items, NextToken: next };
}

/** A search tells no more than that; a caller has to ask for less (API reference of Resource Explorer, 2026-11-25). */
const MOST_RESULTS = 1_000;

/** Where the region has no index there is no default view to search with: 401 (API reference of Resource Explorer, 2026-11-25). */
function search(state: AwsState, organisation: readonly AwsState[], body: Body): unknown {
  if (state.resourceIndex === undefined)
    throw new AwsError('UnauthorizedException', 'You are not authorized to use the default view.', 401);
  if (typeof body['QueryString'] !== 'string') throw new AwsError('ValidationException', 'QueryString is required.');
  const indexed = organisation.filter(({ resourceIndex }) => resourceIndex !== undefined);
  const seen = state.resourceIndex === 'AGGREGATOR' ? indexed : [state];
  const found = seen.flatMap((one) => gatewayResources(one, new Date())).filter(matcherOf(body['QueryString']));
  const told = found.slice(0, MOST_RESULTS);
  const { items, next } = pageOf(
    told,
    body['NextToken'] as string | undefined,
    sizeOf(body['MaxResults'], { most: MOST_RESULTS, otherwise: 100 }, invalid),
    invalid,
  );
  return {
    Resources: items,
    NextToken: next,
    Count: { TotalResources: told.length, Complete: told.length === found.length },
    ViewArn: arnOf(state, 'view/default-view'),
  };
}

/** Filters `name:value,value`, turned round by a leading `-`, and words that stand in the ARN; all have to fit, in any case. */
function matcherOf(query: string): (resource: Resource) => boolean {
  const terms = query
    .toLowerCase()
    .split(/\s+/)
    .filter((term) => term !== '' && term !== '*');
  const matchers = terms.map((term) => {
    const isNegative = term.startsWith('-');
    const [, name, values] = /^-?(service|resourcetype|region|accountid):(.+)$/.exec(term) ?? [];
    const positive = (resource: Resource): boolean => {
      if (name === undefined || values === undefined)
        return resource.Arn?.toLowerCase().includes(term.replace(/^-/, '')) === true;
      const held: Readonly<Record<string, string | undefined>> = {
        service: resource.Service,
        resourcetype: resource.ResourceType,
        region: resource.Region,
        accountid: resource.OwningAccountId,
      };
      return values.split(',').includes((held[name] ?? '').toLowerCase());
    };
    return isNegative ? (resource: Resource) => !positive(resource) : positive;
  });
  return (resource) => matchers.every((fits) => fits(resource));
}
