import type { AwsApi, AwsRoute } from '../../model/aws.ts';
import type { Finding } from '../../model/finding.ts';
import { below, type SourceRef } from '../../model/source-ref.ts';
import type { Difference } from './differences.ts';
import type { Side } from './exchange.ts';

/** A difference with the code of the finding that announces it. */
export interface Explained extends Difference {
  readonly finding?: string;
}

/**
 * Tells which finding of the plan announces each difference: one of the route before one of the whole API. What is said of
 * the paths as a whole is of calls that no route takes. A target that calls a backend where the source does not is looser, which
 * nothing explains.
 */
export function explain(
  { source, target }: { readonly source: Side; readonly target: Side },
  differences: readonly Difference[],
  findings: readonly Finding[],
  api: AwsApi,
  route: AwsRoute | undefined,
): readonly Explained[] {
  if (source.backendRequests.length === 0 && target.backendRequests.length > 0) return differences;
  const near = findings.filter(({ at }) => route !== undefined && isWithin(at, route.at));
  const paths = below(api.at, 'paths').pointer;
  const wide = findings.filter(
    ({ at }) => !api.routes.some((each) => isWithin(at, each.at)) && (route === undefined || at.pointer !== paths),
  );
  return differences.map((difference) => {
    const found = [...near, ...wide].find(({ differs }) => differs?.includes(difference.place));
    return found === undefined ? difference : { ...difference, finding: found.code };
  });
}

const isWithin = (inner: SourceRef, outer: SourceRef): boolean =>
  inner.arn === outer.arn && (inner.pointer === outer.pointer || inner.pointer.startsWith(`${outer.pointer}/`));
