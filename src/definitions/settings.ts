import type { AwsApi, AwsCorsConfiguration, AwsGatewayResponse, AwsModel, AwsRequestValidator } from '../model/aws.ts';
import { below } from '../model/source-ref.ts';
import { membersAt, type Definition } from './definition.ts';
import { defined } from './integration.ts';
import { isObject, listAt, memberOf, objectAt, type JsonObject } from './json.ts';
import { textOf } from './placeholders.ts';

type Reading = Pick<Definition, 'document' | 'at' | 'notes'>;

const VALIDATORS = 'x-amazon-apigateway-request-validators';
const GATEWAY_RESPONSES = 'x-amazon-apigateway-gateway-responses';
const CORS = 'x-amazon-apigateway-cors';
const ENDPOINT = 'x-amazon-apigateway-endpoint-configuration';

/** Validators of the document; their name is their id. */
export function readValidators(reading: Reading): readonly AwsRequestValidator[] {
  const { document } = reading;
  return Object.entries(objectAt(document, VALIDATORS)).flatMap(([name, validator]) => {
    if (!isObject(validator)) return noObject(reading, VALIDATORS, name);
    const members = membersAt(reading, validator, VALIDATORS, name);
    const read = {
      at: members.at,
      id: name,
      name,
      validateRequestBody: members.flag('validateRequestBody') ?? false,
      validateRequestParameters: members.flag('validateRequestParameters') ?? false,
    };
    members.end();
    return [read];
  });
}

/** One of several settings that is no object: it does something in AWS that is not known here. */
function noObject({ at, notes }: Reading, ...path: readonly string[]): [] {
  const remedy = 'Correct the definition, or assess what is deployed.';
  notes.gap(below(at, ...path), `The member ${path.at(-1)}`, 'it is no object', remedy, 'blocker');
  return [];
}

/** Schemas of the document, which an import makes models of. */
export function readModels({ document, at }: Reading): readonly AwsModel[] {
  const places = [['definitions'], ['components', 'schemas']];
  return places.flatMap((path) => {
    const schemas = path.reduce<JsonObject>((from, key) => objectAt(from, key), document);
    return Object.entries(schemas).map(([name, schema]) => ({
      at: below(at, ...path, name),
      name,
      contentType: 'application/json',
      schema: JSON.stringify(schema),
    }));
  });
}

export function readGatewayResponses(reading: Reading): readonly AwsGatewayResponse[] {
  return Object.entries(objectAt(reading.document, GATEWAY_RESPONSES)).flatMap(([responseType, response]) => {
    if (!isObject(response)) return noObject(reading, GATEWAY_RESPONSES, responseType);
    const members = membersAt(reading, response, GATEWAY_RESPONSES, responseType);
    const statusCode = members.text('statusCode');
    const read = {
      at: members.at,
      responseType,
      ...(statusCode === undefined ? {} : { statusCode }),
      responseParameters: members.textMap('responseParameters'),
      responseTemplates: members.textMap('responseTemplates'),
    };
    // Exports say of each type whether it is API Gateway's own default.
    members.ignore('defaultResponse').end();
    return [read];
  });
}

/** The CORS configuration of an HTTP API. */
export function readCors(reading: Reading): AwsCorsConfiguration | undefined {
  const cors = memberOf(reading.document, CORS);
  if (!isObject(cors)) return undefined;
  const members = membersAt(reading, cors, CORS);
  const maxAge = members.number('maxAge');
  const read = {
    at: members.at,
    allowCredentials: members.flag('allowCredentials') ?? false,
    allowHeaders: members.texts('allowHeaders'),
    allowMethods: members.texts('allowMethods'),
    allowOrigins: members.texts('allowOrigins'),
    exposeHeaders: members.texts('exposeHeaders'),
    ...(maxAge === undefined ? {} : { maxAge }),
  };
  members.end();
  return read;
}

type Settings = Pick<
  AwsApi,
  | 'disableExecuteApiEndpoint'
  | 'apiKeySource'
  | 'binaryMediaTypes'
  | 'minimumCompressionSize'
  | 'policy'
  | 'vpcEndpointIds'
  | 'tags'
>;

/** What holds for the whole API. The endpoint's configuration stands at the top of Swagger, below a server in OpenAPI 3. */
export function readSettings(reading: Reading): Settings {
  const { document } = reading;
  const root = membersAt(reading, document);
  const policy = root.raw('x-amazon-apigateway-policy');
  if (policy !== undefined && !isObject(policy) && typeof policy !== 'string')
    noObject(reading, 'x-amazon-apigateway-policy');
  const endpoints = [
    ...(isObject(memberOf(document, ENDPOINT)) ? [membersAt(reading, objectAt(document, ENDPOINT), ENDPOINT)] : []),
    ...listAt(document, 'servers').flatMap((server, index) =>
      isObject(memberOf(server, ENDPOINT))
        ? [membersAt(reading, objectAt(server, ENDPOINT), 'servers', String(index), ENDPOINT)]
        : [],
    ),
  ];
  const isOff = endpoints.map((endpoint) => endpoint.flag('disableExecuteApiEndpoint')).includes(true);
  const vpcEndpointIds = endpoints.flatMap((endpoint) => endpoint.texts('vpcEndpointIds'));
  for (const endpoint of endpoints) endpoint.end();
  const tags = tagsOf(document);
  return {
    disableExecuteApiEndpoint: isOff,
    apiKeySource: root.word('x-amazon-apigateway-api-key-source', ['HEADER', 'AUTHORIZER']) ?? 'HEADER',
    binaryMediaTypes: root.texts('x-amazon-apigateway-binary-media-types'),
    vpcEndpointIds,
    ...defined({
      minimumCompressionSize: root.number('x-amazon-apigateway-minimum-compression-size'),
      policy: isObject(policy) ? JSON.stringify(policy) : textOf(policy),
      tags: Object.keys(tags).length === 0 ? undefined : tags,
    }),
  };
}

function tagsOf(document: JsonObject): Record<string, string> {
  const tags = listAt(document, 'tags').flatMap((tag): [string, string][] => {
    const [name, value] = [textOf(memberOf(tag, 'name')), textOf(memberOf(tag, 'x-amazon-apigateway-tag-value'))];
    return name === undefined || value === undefined ? [] : [[name, value]];
  });
  return Object.fromEntries(tags);
}
