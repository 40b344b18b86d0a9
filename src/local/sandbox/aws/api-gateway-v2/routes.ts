import { REST_JSON } from '../protocol.ts';
import { restService } from '../rest-service.ts';
import type { AwsService } from '../service.ts';
import type { AwsState } from '../state.ts';
import { accountReads } from './account-reads.ts';
import { apiReads } from './api-reads.ts';
import { exportRoute } from './export-route.ts';
import { importRoute } from './import-route.ts';

/** API Gateway's HTTP and WebSocket API control plane (version 2). */
export function apiGatewayV2(state: AwsState): AwsService {
  return restService({
    name: 'apigatewayv2',
    signingName: 'apigateway',
    protocol: REST_JSON,
    routes: [...apiReads(state), ...accountReads(state), exportRoute(state), importRoute(state)],
  });
}
