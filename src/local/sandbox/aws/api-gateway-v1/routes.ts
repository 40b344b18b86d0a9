import { REST_JSON } from '../protocol.ts';
import { restService } from '../rest-service.ts';
import type { AwsService } from '../service.ts';
import type { AwsState } from '../state.ts';
import { accountReads } from './account-reads.ts';
import { restApiReads } from './rest-api-reads.ts';
import { restApiWrites } from './writes.ts';

/** API Gateway's REST API control plane (version 1). */
export function apiGatewayV1(state: AwsState): AwsService {
  const routes = [...restApiReads(state), ...accountReads(state), ...restApiWrites(state)];
  return restService({ name: 'apigateway', protocol: REST_JSON, routes });
}
