import type { AwsApi, AwsRoute } from '../model/aws.ts';
import * as cs from '../csharp/build.ts';
import type { Expression } from '../csharp/expression.ts';

type Named = Pick<AwsApi, 'id'> & { readonly account?: string; readonly stage: Pick<AwsApi['stage'], 'name'> };

const requestId = (): Expression => cs.call(cs.context('RequestId'), 'ToString');

/**
 * A member of API Gateway's `$context` as API Management has it: text that a plan knows, or an expression; undefined for what has no
 * counterpart (docs: mapping, B2).
 */
export function contextValue(
  api: Named,
  name: string,
  route?: Pick<AwsRoute, 'path'>,
): string | Expression | undefined {
  switch (name) {
    case 'apiId':
      return api.id;
    case 'accountId':
      return api.account === '' ? undefined : api.account;
    case 'stage':
      return api.stage.name;
    case 'resourcePath':
      return route?.path;
    case 'requestId':
    case 'extendedRequestId':
      return requestId();
    case 'httpMethod':
      return cs.context('Request', 'Method');
    case 'path':
      return cs.context('Request', 'OriginalUrl', 'Path');
    case 'domainName':
      return cs.context('Request', 'OriginalUrl', 'Host');
    case 'identity.sourceIp':
      return cs.context('Request', 'IpAddress');
    case 'identity.userAgent':
      return cs.requestHeader('User-Agent');
    default:
      return undefined;
  }
}
