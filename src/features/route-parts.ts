import { constructsOfRoute, type Construct } from '../model/construct.ts';
import type { AwsRoute } from '../model/aws.ts';

/** The constructs below a route that its integration's feature answers for: all but the route and who may call it. */
export function integrationParts(route: AwsRoute): readonly Construct[] {
  return constructsOfRoute(route).filter(({ kind }) => kind !== 'route' && kind !== 'authorizer-attachment');
}

/** The authorizer's attachment to a route, if it has one; the key that it asks for is the key gate's. */
export function attachment(route: AwsRoute): readonly Construct[] {
  return constructsOfRoute(route).filter(
    ({ kind, at }) => kind === 'authorizer-attachment' && at.pointer.endsWith('/authorizationType'),
  );
}
