import type { AwsApi, AwsRoute } from '../model/aws.ts';
import type { Construct, ConstructKind } from '../model/construct.ts';
import { LEDGER_COLUMNS, type LedgerColumn, type LedgerEntry } from '../model/plan.ts';
import { sourceKey, type SourceRef } from '../model/source-ref.ts';
import { decide, enter, type FeatureContext, type FindingText } from './feature.ts';
import type { Handling, RoutePlan, TakenChoice } from './handling.ts';

/** What is known before routes are planned. */
export type ChoiceContext = Omit<FeatureContext, 'routes'>;

/** A route that a choice is asked about. */
export interface Chosen {
  readonly route: AwsRoute;
  readonly api: AwsApi;
  readonly context: ChoiceContext;
}

/**
 * A decision that changes how routes are handled, so that it is taken before they are planned (`planRoutes`). One choice is one file
 * in choices/ and one line in route-choices.ts:
 *
 * - `applies` says of which routes it has to be taken, in the words of its finding (`{detail}`);
 * - `handling` says what an option makes of such a route. Origin and blocked end the matter: the first choice that says so counts,
 *   and only choices that do are shown of the route. Another handling takes the place of the integration's own translation. Without
 *   one the route is translated as any, and whoever does so asks `optionOf(plan, code)`.
 *
 * Access comes before all choices: what guards a route as a whole is looked at first (route-plan.ts, `whyGuarded`). The findings are
 * reported by route-choices.ts, once a place; the columns of what a choice `concerns` follow it where a feature enters them by
 * `enterChosen`.
 */
export interface RouteChoice {
  readonly code: string;
  readonly text: FindingText;
  readonly concerns: readonly ConstructKind[];
  readonly applies: (asked: Chosen) => string | undefined;
  /** `option` is the recommended one while the decision is open, and undefined for one that is none of the options. */
  readonly handling: (option: string | undefined, asked: Chosen) => Handling | undefined;
  /** What is decided at one place for several routes; default the route. */
  readonly place?: (asked: Chosen) => SourceRef;
}

/** A choice as it is taken of one route, and what that makes of the route. */
export interface Taken extends TakenChoice {
  readonly handling: Handling | undefined;
}

/** Who reports choices. */
export const ROUTE_CHOICES_ID = 'route-choices';

/** The choices that apply to a route, with the run's decisions. */
export function taken(choices: readonly RouteChoice[], asked: Chosen): readonly Taken[] {
  return choices.flatMap(({ code, text, concerns, applies, handling, place }) => {
    const detail = applies(asked);
    if (detail === undefined) return [];
    const at = place?.(asked) ?? asked.route.at;
    const message = text.message.replaceAll('{detail}', detail);
    const decided = decide({ code, feature: ROUTE_CHOICES_ID, at, ...text, message }, asked.context);
    return [{ code, concerns, ...decided, handling: handling(decided.option, asked) }];
  });
}

/** Ends the matter: such a handling is that of the route whatever its integration is. */
export const isFinal = (handling: Handling | undefined): boolean =>
  handling?.kind === 'origin' || handling?.kind === 'blocked';

/** Entries of a route's constructs in a column, or in a worse one where a choice that concerns them is open or was not understood. */
export function enterChosen(
  feature: string,
  { choices }: Pick<RoutePlan, 'choices'>,
  constructs: readonly Construct[],
  column: LedgerColumn,
): readonly LedgerEntry[] {
  return constructs.flatMap((construct) => {
    const own = choices.filter(({ concerns }) => concerns.includes(construct.kind));
    const columns = [column, ...own.map((each) => each.column)];
    const worst = LEDGER_COLUMNS.findLast((each) => columns.includes(each)) ?? column;
    return enter(
      feature,
      [construct],
      worst,
      own.some(({ isOpen }) => isOpen),
    );
  });
}

/** One of each place: several routes may follow one decision. */
export function findingsOf(plans: readonly RoutePlan[]): readonly TakenChoice['finding'][] {
  const found = plans.flatMap(({ choices }) => choices.map(({ finding }) => finding));
  return [...new Map(found.map((each) => [`${each.code} ${sourceKey(each.at)}`, each])).values()];
}
