import { compareDeployed } from '../../../definitions/deployed-api.ts';
import type { AwsApi, AwsDifference, AwsRoute } from '../../../model/aws.ts';
import { defined } from '../defined.ts';
import { deployedGuards } from './deployed-guards.ts';
import type { StageExport } from './stage-export.ts';
import type { SourceReading } from './source-reading.ts';

/** The two ways to read an API at its stage. */
export interface StageReadings {
  /** As it can be edited. */
  readonly tree: AwsApi;
  /** Whether all that decides what the tree does was read. */
  readonly isTreeWhole: boolean;
  /** Whether every part of the tree was read: else comparing it would call what was refused a difference. */
  readonly isTreeComparable: boolean;
  /** As the stage serves it; undefined for APIs that cannot be exported. */
  readonly exported: StageExport | undefined;
}

/**
 * The API as its stage serves it: by the export, with the details of the tree where both are equal (mapping A3). Without an
 * export the tree stands in, and that is a gap; with neither there is no API, and the gaps say why.
 */
export async function asServed(reading: SourceReading, readings: StageReadings): Promise<AwsApi | undefined> {
  const { tree, isTreeWhole, isTreeComparable, exported } = readings;
  if (exported === undefined) return isTreeWhole ? withoutExport(reading, tree) : undefined;
  if ('api' in exported) {
    reading.gaps.push(...exported.gaps);
    return isTreeComparable ? joined(exported.api, tree) : { ...untold(tree), ...exported.api };
  }
  if (!isTreeWhole) {
    reading.gaps.push(exported.failed);
    return undefined;
  }
  const { doubt, severity, differences } = await standIn(reading, tree);
  reading.gaps.push({ ...exported.failed, reason: `${exported.failed.reason}; ${doubt}`, severity });
  return { ...tree, differences };
}

/** What an export never tells of an API. */
const untold = ({ ipAddressType, securityPolicy, tags }: AwsApi): Partial<AwsApi> =>
  defined({ ipAddressType, securityPolicy, tags });

/** How far the tree can be trusted to be what the stage serves. */
async function standIn(
  reading: SourceReading,
  tree: AwsApi,
): Promise<{
  readonly doubt: string;
  readonly severity: 'review' | 'blocker';
  readonly differences: readonly AwsDifference[];
}> {
  if (tree.stage.autoDeploy === true) return { doubt: AT_ONCE, severity: 'review', differences: [] };
  const differences = await deployedGuards(reading, tree);
  return differences?.length === 0
    ? { doubt: CONFIRMED, severity: 'review', differences }
    : { doubt: UNCONFIRMED, severity: 'blocker', differences: differences ?? [] };
}

const UNCONFIRMED =
  'the editable configuration was read instead, and what the stage serves may be another: compare them before anything is moved';
const AT_ONCE = 'the editable configuration was read instead, which the stage deploys by itself';
const CONFIRMED =
  'the editable configuration was read instead; methods and their guards are those of the deployment, the rest may differ';

/** A WebSocket API cannot be exported. Where its stage does not deploy by itself, it may serve something older. */
function withoutExport(reading: SourceReading, tree: AwsApi): AwsApi {
  if (tree.stage.autoDeploy !== true)
    reading.gaps.push({
      at: tree.at,
      call: 'An export of a WebSocket API',
      reason:
        'WebSocket APIs cannot be exported: the editable configuration was read, the stage may serve an older one',
      remedy: `Compare the routes with the deployment ${tree.stage.deploymentId ?? ''} before anything is moved.`,
      severity: 'review',
    });
  return tree;
}

/** What is equal is taken from the tree, which says more; what differs is taken as it is served. */
function joined(served: AwsApi, tree: AwsApi): AwsApi {
  const differences = compareDeployed(served, tree);
  const unclaimed = served.unclaimed;
  if (differences.length === 0) return { ...tree, readFrom: 'export', unclaimed };
  const editable = new Map(tree.routes.map((route) => [nameOf(route), route]));
  const routes = served.routes.map((route) => {
    const other = editable.get(nameOf(route));
    return other === undefined || differs(differences, route) ? route : other;
  });
  return {
    ...tree,
    ...wholeOf(served, differences),
    routes,
    authorizers: used(routes, [...tree.authorizers, ...served.authorizers], ({ authorizerId }) => authorizerId),
    requestValidators: used(
      routes,
      [...tree.requestValidators, ...served.requestValidators],
      ({ requestValidatorId }) => requestValidatorId,
    ),
    readFrom: 'export',
    unclaimed,
    differences,
  };
}

const nameOf = ({ method, path }: AwsRoute): string => `${method} ${path}`;

const differs = (differences: readonly AwsDifference[], route: AwsRoute): boolean =>
  differences.some(({ what }) => what.startsWith(`${nameOf(route)}: `));

/** Members of the whole API that differ, by the words of the comparison. */
const WHOLE = {
  'resource policy': 'policy',
  'gateway responses': 'gatewayResponses',
  'models': 'models',
  'CORS configuration': 'cors',
  'binary media types': 'binaryMediaTypes',
  'minimum compression size': 'minimumCompressionSize',
  'API key source': 'apiKeySource',
} as const satisfies Readonly<Record<string, keyof AwsApi>>;

function wholeOf(served: AwsApi, differences: readonly AwsDifference[]): Partial<AwsApi> {
  const members = Object.entries(WHOLE).filter(([what]) => differences.some((each) => each.what === what));
  return Object.fromEntries(members.map(([, member]) => [member, served[member]]));
}

/** Those that a route names, the tree's first: what only the export names has the export's ids. */
function used<T extends { readonly id: string }>(
  routes: readonly AwsRoute[],
  all: readonly T[],
  idOf: (route: AwsRoute) => string | undefined,
): readonly T[] {
  const named = new Set(routes.map(idOf));
  const byId = new Map(all.toReversed().map((each) => [each.id, each]));
  return [...byId.values()].filter(({ id }) => named.has(id)).toReversed();
}
