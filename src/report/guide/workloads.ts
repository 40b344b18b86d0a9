import { apisWith, aws, azure, routesWith, type GuideTable } from './guide-row.ts';
import { isFunction } from '../backend-address.ts';

/** The guide's table of workloads, 3 rows. */
export const WORKLOADS: GuideTable = {
  id: 'workloads',
  title: 'Workloads',
  rows: [
    {
      id: 'lambda',
      aws: 'Lambda proxy and custom integrations',
      azure: 'Function app',
      approach: 'Decide whether functions are kept or replaced, for example by Azure Functions or containers.',
      links: [
        aws('Lambda proxy', 'api-gateway-create-api-as-simple-proxy-for-lambda'),
        azure('Function apps', 'import-function-app-as-api'),
      ],
      uses: (inventory) => routesWith(inventory, ({ integration }) => isFunction(integration)),
      codes: /^(LAMBDA-FUNCTION|ROUTE-ORIGIN)$/,
      differs:
        'A function is kept where it is, called through API Gateway, until its owner decides: replacing code is no part of moving a gateway.',
    },
    {
      id: 'rest-and-http',
      aws: 'REST APIs and HTTP APIs',
      azure: 'Import of an OpenAPI specification',
      approach: 'Export from API Gateway and import, or recreate by hand.',
      links: [aws('Export', 'api-gateway-export-api'), azure('Import', 'import-api-from-oas')],
      uses: (inventory) => apisWith(inventory, ({ type }) => type !== 'WEBSOCKET'),
      codes: /^(API-CATALOGUE|MODEL-.*|OVERRIDE.*|ROUTE-.*|BINARY-TYPES|HTTP-.*)$/,
      differs:
        'The export is read, not imported: import drops what it does not know, so we write our own OpenAPI from what was read, and policies for the rest.',
    },
    {
      id: 'websocket',
      aws: 'WebSocket APIs',
      azure: 'WebSocket API',
      approach: 'Recreate by hand.',
      links: [aws('WebSocket', 'apigateway-websocket-api-overview'), azure('WebSocket', 'websocket-api')],
      uses: (inventory) => apisWith(inventory, ({ type }) => type === 'WEBSOCKET'),
      codes: /^WEBSOCKET/,
      differs:
        'API Management passes a WebSocket through to one backend and routes no messages: API Gateway stays the server behind it, or the API moves to Azure Web PubSub or a server of its own.',
    },
  ],
};

/** The guide's list of mismatches of workloads. */
export const WORKLOAD_MISMATCHES: GuideTable = {
  id: 'workload-mismatches',
  title: 'Mismatches of workloads',
  rows: [
    {
      id: 'mismatch-lambda',
      aws: 'Functions are backends of their own kind',
      azure: 'Function apps are called over HTTP with a key or a managed identity',
      approach: 'Use a managed identity; keys in Key Vault.',
      links: [azure('Function apps', 'import-function-app-as-api')],
      uses: (inventory) => routesWith(inventory, ({ integration }) => isFunction(integration)),
      codes: /^(LAMBDA-FUNCTION|ROUTE-ORIGIN)$/,
    },
    {
      id: 'mismatch-export',
      aws: 'Exports describe the front of API Gateway, with its extensions',
      azure: 'A specification to import must be without them and name the backend',
      approach: 'Done here: the specification is written from the source model, the extensions become policies.',
      links: [azure('Import restrictions', 'api-management-api-import-restrictions')],
      uses: (inventory) => apisWith(inventory, ({ type }) => type !== 'WEBSOCKET'),
      codes: /^(UNKNOWN-EXTENSION|UNCLAIMED)$/,
    },
    {
      id: 'mismatch-grpc',
      aws: 'Microservices such as gRPC are reached through a load balancer in a VPC, which may be the way into EKS',
      azure: 'gRPC is served by the self-hosted gateway only, and excludes Application Gateway as its firewall',
      approach: 'Run a self-hosted gateway in the cluster, or keep gRPC off the gateway.',
      links: [azure('gRPC APIs', 'grpc-api')],
      uses: ({ loadBalancers }) =>
        loadBalancers
          .flatMap(({ listeners }) => listeners.flatMap(({ targetGroups }) => targetGroups))
          .filter(({ protocolVersion }) => protocolVersion === 'GRPC').length,
      codes: /^GRPC-BACKEND$/,
    },
  ],
};
