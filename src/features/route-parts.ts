import { constructsOfRoute, type Construct } from '../model/construct.ts';
import type { AwsRoute } from '../model/aws.ts';

const OF_THE_REQUEST = ['route', 'authorizer-attachment', 'validator-attachment'];

/** The constructs below a route that its integration's feature answers for: not the route, who may call it, and what with. */
export function integrationParts(route: AwsRoute): readonly Construct[] {
  return constructsOfRoute(route).filter(({ kind }) => !OF_THE_REQUEST.includes(kind));
}

/** The validator's attachment to a route, if it has one. */
export function validation(route: AwsRoute): readonly Construct[] {
  return constructsOfRoute(route).filter(({ kind }) => kind === 'validator-attachment');
}

/** The authorizer's attachment to a route, if it has one; the key that it asks for is the key gate's. */
export function attachment(route: AwsRoute): readonly Construct[] {
  return constructsOfRoute(route).filter(
    ({ kind, at }) => kind === 'authorizer-attachment' && at.pointer.endsWith('/authorizationType'),
  );
}
