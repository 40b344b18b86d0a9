import type { AwsApi, AwsRoute } from '../model/aws.ts';
import type { FeatureContext } from './feature.ts';
import { iamRefusal } from './iam-callers.ts';
import type { Refused } from './handling.ts';
import { issuerRefusal } from './token-issuer.ts';

/** Why the callers of a route cannot be told as people decided; `isOrigin` where API Gateway would stay its origin. */
export function callerRefusal(
  route: AwsRoute,
  api: AwsApi,
  isOrigin: boolean,
  terms: Pick<FeatureContext, 'mode' | 'decisions' | 'entra'>,
): Refused | undefined {
  if (route.authorizationType === 'AWS_IAM') return iamRefusal(route, isOrigin, terms);
  const authorizer = api.authorizers.find(({ id }) => id === route.authorizerId);
  return route.authorizationType === 'NONE' ? undefined : issuerRefusal(authorizer, isOrigin, terms);
}
