import { pageOf, sizeOf } from '../paging.ts';
import { REST_JSON } from '../protocol.ts';
import { restService, type OperationRoute } from '../rest-service.ts';
import { param, type RoutedRequest } from '../router.ts';
import type { AwsService } from '../service.ts';
import type { AwsState } from '../state.ts';
import { AwsError, epochJson } from '../wire.ts';
import type { FunctionState } from './state.ts';

const missing = (message: string): AwsError => new AwsError('ResourceNotFoundException', message, 404);
const invalid = (message: string): AwsError => new AwsError('InvalidParameterValueException', message);

/** Lambda's descriptions of functions; who calls them meets `backends/lambdas.ts`. */
export function lambda(state: AwsState): AwsService {
  const get = (operation: string, pattern: string, tell: (routed: RoutedRequest) => unknown): OperationRoute => ({
    operation,
    method: 'GET',
    pattern,
    handle: (routed) => ({
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: epochJson(tell(routed)),
    }),
  });
  return restService({
    name: 'lambda',
    protocol: REST_JSON,
    routes: [
      get('GetFunctionConfiguration', '/2015-03-31/functions/{name}/configuration', (routed) => {
        const { found, qualifier } = find(state, routed);
        const { FunctionArn } = found.configuration;
        return qualifier === undefined
          ? found.configuration
          : { ...found.configuration, FunctionArn: `${FunctionArn}:${qualifier}` };
      }),
      get('GetPolicy', '/2015-03-31/functions/{name}/policy', (routed) => {
        const { policy } = find(state, routed).found;
        if (policy === undefined) throw missing('The resource you requested does not exist.');
        return { Policy: policy, RevisionId: '7c9f1b3e-5d0a-4c55-8a54-0f4f4f6d2d10' };
      }),
      get('ListFunctionUrlConfigs', '/2021-10-31/functions/{name}/urls', (routed) => {
        const refuse = (): AwsError => invalid('Invalid Marker or MaxItems.');
        const size = sizeOf(routed.query.get('MaxItems'), { most: 50 }, refuse);
        const { urls } = find(state, routed).found;
        const { items, next } = pageOf(urls, routed.query.get('Marker'), size, refuse);
        return { FunctionUrlConfigs: items, NextMarker: next };
      }),
    ],
  });
}

/** By name, `name:alias`, or (partial) ARN with or without one; a qualifier may come as a parameter as well. */
function find(state: AwsState, routed: RoutedRequest): { found: FunctionState; qualifier: string | undefined } {
  const asked = param(routed, 'name');
  const [, name, inName] = /^(?:.*function:)?([\w-]+)(?::([\w$-]+))?$/.exec(asked) ?? [];
  if (name === undefined) throw invalid(`Value '${asked}' at 'functionName' failed to satisfy constraint`);
  const qualifier = routed.query.get('Qualifier') ?? inName;
  const arn = `arn:aws:lambda:${state.region}:${state.accountId}:function:${name}`;
  const found = state.functions.get(name);
  if (asked.startsWith('arn:') && !asked.startsWith(arn)) throw missing(`Function not found: ${asked}`);
  if (!found) throw missing(`Function not found: ${arn}`);
  if (qualifier !== undefined && qualifier !== '$LATEST' && !found.aliases.includes(qualifier))
    throw missing(`Cannot find alias arn: ${arn}:${qualifier}`);
  return { found, qualifier };
}
