import type { Authorizer, Integration, Method, Model, RestApi, Stage } from '@aws-sdk/client-api-gateway';
import type { RestApiSnapshot, RestApiState } from '../state.ts';
import { badRequest } from '../wire.ts';

type Json = Record<string, unknown>;

export interface ExportOptions {
  readonly api: RestApiState;
  readonly snapshot: RestApiSnapshot;
  readonly stage: Stage;
  readonly region: string;
  /** Which x-amazon-apigateway-* go along: `apigateway`, or `integrations`, `authorizers`, `documentation` alone. */
  readonly extensions: readonly string[];
}

/** The OpenAPI 3.0 document GetExport makes of a deployed stage. @throws AwsError for what it cannot write */
export function exportRestApi({ api, snapshot, stage, region, extensions }: ExportOptions): Json {
  const { api: deployed } = snapshot;
  const has = (name: string): boolean => extensions.includes(name) || extensions.includes('apigateway');
  const paths: Json = {};
  for (const resource of snapshot.resources) {
    const verbs = Object.entries(resource.resourceMethods ?? {});
    if (verbs.length === 0) continue;
    paths[resource.path ?? '/'] = Object.fromEntries(
      verbs.map(([verb, method]) => [
        verb === 'ANY' ? 'x-amazon-apigateway-any-method' : verb.toLowerCase(),
        operation(method, snapshot, has),
      ]),
    );
  }
  return {
    openapi: '3.0.1',
    info: {
      title: deployed.name,
      description: deployed.description,
      version: deployed.version ?? snapshot.deployment.createdDate?.toISOString(),
    },
    servers: [
      {
        url: `https://${deployed.id}.execute-api.${region}.amazonaws.com/{basePath}`,
        variables: { basePath: { default: stage.stageName } },
        ...(has('apigateway') ? endpointExtension(deployed) : {}),
      },
    ],
    paths,
    components: {
      schemas: Object.fromEntries(
        snapshot.models.filter(isJson).map((model) => [model.name ?? '', schemaOf(model.schema)]),
      ),
      securitySchemes: schemes(snapshot, has('authorizers')),
    },
    ...(has('apigateway') ? apiExtensions(deployed, snapshot) : {}),
    ...(extensions.includes('documentation') ? documentation(api, stage) : {}),
  };
}

const isJson = ({ contentType }: Model): boolean => contentType === 'application/json';

/** Of a private API, or of one that is not to be reached by its own name. */
function endpointExtension({ endpointConfiguration, disableExecuteApiEndpoint }: RestApi): Json {
  const { vpcEndpointIds = [] } = endpointConfiguration ?? {};
  if (vpcEndpointIds.length === 0 && disableExecuteApiEndpoint !== true) return {};
  return {
    'x-amazon-apigateway-endpoint-configuration': {
      ...(vpcEndpointIds.length > 0 ? { vpcEndpointIds } : {}),
      ...(disableExecuteApiEndpoint === true ? { disableExecuteApiEndpoint } : {}),
    },
  };
}

/** Of the version that the stage names. */
function documentation({ documentationParts = [], documentationVersions = [] }: RestApiState, stage: Stage): Json {
  const version = documentationVersions.find((one) => one.version === stage.documentationVersion);
  if (version === undefined) return {};
  return {
    'x-amazon-apigateway-documentation': {
      version: version.version,
      createdDate: version.createdDate?.toISOString(),
      documentationParts: documentationParts.map(({ location, properties = '{}' }) => ({
        location,
        properties: JSON.parse(properties) as Json,
      })),
    },
  };
}

/** Model references become component references. */
function schemaOf(text: string | undefined): unknown {
  const local = (text ?? '{}').replace(
    /https:\/\/apigateway\.amazonaws\.com\/restapis\/[^/"]+\/models\//g,
    '#/components/schemas/',
  );
  try {
    return JSON.parse(local);
  } catch {
    return {};
  }
}

function operation(method: Method, snapshot: RestApiSnapshot, has: (name: string) => boolean): Json {
  const validator = snapshot.requestValidators.find(({ id }) => id === method.requestValidatorId);
  const parameters = parametersOf(method);
  return {
    ...(method.operationName === undefined ? {} : { operationId: method.operationName }),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(method.requestModels
      ? { requestBody: { content: contentOf(method.requestModels, snapshot), required: true } }
      : {}),
    responses: responsesOf(method, snapshot),
    ...security(method, snapshot.authorizers),
    ...(has('apigateway') && validator ? { 'x-amazon-apigateway-request-validator': validator.name } : {}),
    ...(has('integrations') && method.methodIntegration
      ? { 'x-amazon-apigateway-integration': integrationOf(method.methodIntegration) }
      : {}),
  };
}

function parametersOf(method: Method): Json[] {
  const places: Readonly<Record<string, string>> = { path: 'path', querystring: 'query', header: 'header' };
  return Object.entries(method.requestParameters ?? {}).flatMap(([key, required]) => {
    const [, place, name] = /^method\.request\.(path|querystring|header)\.(.+)$/.exec(key) ?? [];
    if (place === undefined || name === undefined) return [];
    return [{ name, in: places[place], ...(required ? { required } : {}), schema: { type: 'string' } }];
  });
}

/**
 * Models that are no JSON are dropped; where no other is left the export fails (mapping A3, 2026-11-23).
 * @throws AwsError
 */
function contentOf(models: Readonly<Record<string, string>>, snapshot: RestApiSnapshot): Json {
  const others = new Set(snapshot.models.filter((model) => !isJson(model)).map(({ name }) => name));
  const kept = Object.entries(models).filter(([, model]) => !others.has(model));
  if (kept.length === 0 && Object.keys(models).length > 0) throw badRequest('Only found non-JSON body models');
  return Object.fromEntries(kept.map(([type, model]) => [type, { schema: { $ref: `#/components/schemas/${model}` } }]));
}

function responsesOf(method: Method, snapshot: RestApiSnapshot): Json {
  return Object.fromEntries(
    Object.entries(method.methodResponses ?? {}).map(([status, response]) => {
      const names = Object.keys(response.responseParameters ?? {}).map((key) =>
        key.replace('method.response.header.', ''),
      );
      return [
        status,
        {
          description: `${status} response`,
          ...(names.length > 0
            ? { headers: Object.fromEntries(names.map((name) => [name, { schema: { type: 'string' } }])) }
            : {}),
          content: contentOf(response.responseModels ?? {}, snapshot),
        },
      ];
    }),
  );
}

function security(method: Method, authorizers: readonly Authorizer[]): Json {
  const wanted: Json = {};
  const authorizer = authorizers.find(({ id }) => id === method.authorizerId);
  if (method.authorizationType === 'AWS_IAM') wanted['sigv4'] = [];
  else if (authorizer?.name !== undefined) wanted[authorizer.name] = method.authorizationScopes ?? [];
  if (method.apiKeyRequired) wanted['api_key'] = [];
  return Object.keys(wanted).length > 0 ? { security: [wanted] } : {};
}

/** As in the document, types and verbs lower case, responses keyed by their pattern or `default`. */
function integrationOf(integration: Integration): Json {
  const { integrationResponses, type, passthroughBehavior, httpMethod, cacheNamespace: _cache, ...rest } = integration;
  const responses = Object.values(integrationResponses ?? {}).map(({ selectionPattern, ...response }) => [
    selectionPattern ?? 'default',
    response,
  ]);
  return {
    ...rest,
    type: type?.toLowerCase(),
    ...(httpMethod === undefined ? {} : { httpMethod }),
    ...(passthroughBehavior === undefined ? {} : { passthroughBehavior: passthroughBehavior.toLowerCase() }),
    ...(responses.length > 0 ? { responses: Object.fromEntries(responses) as Json } : {}),
  };
}

function schemes(snapshot: RestApiSnapshot, withAuthorizers: boolean): Json {
  const methods = snapshot.resources.flatMap((resource) => Object.values(resource.resourceMethods ?? {}));
  const all: Json = {};
  for (const authorizer of snapshot.authorizers) all[authorizer.name ?? ''] = scheme(authorizer, withAuthorizers);
  if (methods.some((method) => method.apiKeyRequired))
    all['api_key'] = { type: 'apiKey', name: 'x-api-key', in: 'header' };
  if (methods.some((method) => method.authorizationType === 'AWS_IAM'))
    all['sigv4'] = {
      'type': 'apiKey',
      'name': 'Authorization',
      'in': 'header',
      'x-amazon-apigateway-authtype': 'awsSigv4',
    };
  return all;
}

function scheme(authorizer: Authorizer, withAuthorizers: boolean): Json {
  const { name: _name, id: _id, authType, type, ...rest } = authorizer;
  const header = authorizer.identitySource?.replace(/^method\.request\.header\./, '').split(',')[0];
  return {
    'type': 'apiKey',
    'name': header ?? 'Unused',
    'in': 'header',
    'x-amazon-apigateway-authtype': authType ?? type?.toLowerCase(),
    ...(withAuthorizers ? { 'x-amazon-apigateway-authorizer': { ...rest, type: type?.toLowerCase() } } : {}),
  };
}

function apiExtensions(api: RestApi, snapshot: RestApiSnapshot): Json {
  const validators = snapshot.requestValidators.map(({ name, validateRequestBody, validateRequestParameters }) => [
    name,
    { validateRequestBody, validateRequestParameters },
  ]);
  const gatewayResponses = snapshot.gatewayResponses.map(
    ({ responseType, statusCode, responseParameters, responseTemplates }) => [
      responseType,
      { statusCode, responseParameters, responseTemplates },
    ],
  );
  return {
    ...(validators.length > 0
      ? { 'x-amazon-apigateway-request-validators': Object.fromEntries(validators) as Json }
      : {}),
    ...(gatewayResponses.length > 0
      ? { 'x-amazon-apigateway-gateway-responses': Object.fromEntries(gatewayResponses) as Json }
      : {}),
    ...(api.binaryMediaTypes ? { 'x-amazon-apigateway-binary-media-types': api.binaryMediaTypes } : {}),
    ...(api.minimumCompressionSize === undefined
      ? {}
      : { 'x-amazon-apigateway-minimum-compression-size': api.minimumCompressionSize }),
    ...(api.apiKeySource === 'AUTHORIZER' ? { 'x-amazon-apigateway-api-key-source': 'AUTHORIZER' } : {}),
    ...(api.policy === undefined ? {} : { 'x-amazon-apigateway-policy': JSON.parse(api.policy) as Json }),
  };
}
