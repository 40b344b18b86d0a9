import type {
  AwsApi,
  AwsAuthorizer,
  AwsGatewayResponse,
  AwsModel,
  AwsRequestValidator,
  AwsStage,
} from '../../model/aws.ts';
import { below } from '../../model/source-ref.ts';
import { defined } from '../integration.ts';
import { isObject, type Json } from '../json.ts';
import type { Members } from '../members.ts';
import { isDefinition, readDefinition } from '../read-definition.ts';
import { outsideApis } from './outside-apis.ts';
import { restRoutes } from './rest-routes.ts';
import { noStage, restStages } from './stages.ts';
import { tagsOf, type Resource, type Template } from './template.ts';

/** What an API is at any of its stages. */
export type StagelessApi = Omit<AwsApi, 'stage'>;

const TYPE = 'AWS::ApiGateway::RestApi';

/** REST APIs of a template at each of their stages. */
export function readRestApis(template: Template): readonly AwsApi[] {
  const resources = [...template.ofType(TYPE), ...outsideApis(template, TYPE)];
  return resources.flatMap((resource) => {
    return atStages(template, resource, restApi(template, resource), restStages(template, resource));
  });
}

/** An API at each of its stages, or at none; only one of two stages of one name can be deployed. */
export function atStages(
  template: Template,
  resource: Resource,
  api: StagelessApi,
  stages: readonly AwsStage[],
): readonly AwsApi[] {
  const byName = new Map<string, AwsStage>();
  for (const stage of stages) {
    if (!byName.has(stage.name)) byName.set(stage.name, stage);
    else {
      const reason = `the template has several stages ${stage.name} of ${resource.id}: the first was read`;
      template.notes.gap(stage.at, `The stage ${stage.name}`, reason, 'Assess what is deployed.', 'blocker');
    }
  }
  const distinct = byName.size === 0 ? [noStage(resource.at)] : [...byName.values()];
  return distinct.map((stage) => ({ ...api, stage }));
}

/** The API without its stages, by its properties, its body, and the resources that name it. */
function restApi(template: Template, resource: Resource): StagelessApi {
  const members = template.members(resource);
  const body = bodyOf(template, resource, members);
  const api = restProperties(members, resource.id, body);
  members.ignore('Parameters', 'FailOnWarnings', 'Mode', 'Description').end();
  return withParts(template, resource, api);
}

/** With what resources of the template add to it. */
export function withParts(template: Template, resource: Resource, api: StagelessApi): StagelessApi {
  return {
    ...api,
    routes: [...api.routes, ...restRoutes(template, resource)],
    authorizers: [...api.authorizers, ...authorizersOf(template, resource)],
    requestValidators: [...api.requestValidators, ...validatorsOf(template, resource)],
    models: [...api.models, ...modelsOf(template, resource)],
    gatewayResponses: [...api.gatewayResponses, ...gatewayResponsesOf(template, resource)],
  };
}

/** An OpenAPI definition inside the template. One that lies elsewhere, or is copied from another API, is a gap. */
export function bodyOf(template: Template, { id }: Resource, members: Members, key = 'Body'): AwsApi | undefined {
  for (const elsewhere of [`${key}S3Location`, 'DefinitionUri', 'CloneFrom']) {
    if (members.raw(elsewhere) === undefined) continue;
    const remedy = 'Assess that definition as well, or what is deployed.';
    const at = below(members.at, elsewhere);
    template.notes.gap(at, 'The definition', 'it lies outside of the template', remedy, 'blocker');
  }
  const body = members.raw(key);
  if (body === undefined) return undefined;
  const at = below(members.at, key);
  if (!isDefinition(body)) {
    const remedy = 'Correct it, or assess what is deployed.';
    template.notes.gap(at, 'The definition', 'it is no OpenAPI definition that is read', remedy, 'blocker');
    return undefined;
  }
  const { api, gaps } = readDefinition(body, { at, readFrom: 'file', id });
  template.notes.gaps.push(...gaps);
  return api;
}

/** Properties that win over the body's. */
export function restProperties(members: Members, id: string, body: AwsApi | undefined): StagelessApi {
  const endpoint = members.object('EndpointConfiguration');
  const types = endpoint?.texts('Types') ?? [];
  const vpcEndpointIds = endpoint?.texts('VpcEndpointIds') ?? [];
  const binary = members.texts('BinaryMediaTypes').map((type) => type.replaceAll('~1', '/'));
  const source = members.word('ApiKeySourceType', ['HEADER', 'AUTHORIZER']);
  const { stage: _stage, ...own } = body ?? { stage: undefined };
  const tags = tagsOf(members.raw('Tags'));
  const ipAddressType = endpoint?.verbatim('IpAddressType');
  const endpointType = (['EDGE', 'PRIVATE', 'REGIONAL'] as const).find((type) => types.includes(type));
  endpoint?.end();
  return {
    ...emptyApi(members, id, 'REST'),
    ...own,
    ...defined({
      name: members.text('Name'),
      policy: policyOf(members.raw('Policy')),
      minimumCompressionSize: members.number('MinimumCompressionSize'),
      securityPolicy: members.verbatim('SecurityPolicy'),
      disableExecuteApiEndpoint: members.flag('DisableExecuteApiEndpoint'),
      apiKeySource: source,
      ipAddressType,
      // An API of a template is edge-optimized unless it says otherwise.
      endpointType: endpointType ?? (body === undefined ? 'EDGE' : undefined),
      tags: Object.keys(tags).length === 0 ? undefined : tags,
    }),
    ...(vpcEndpointIds.length === 0 ? {} : { vpcEndpointIds }),
    ...(binary.length === 0 ? {} : { binaryMediaTypes: binary }),
    id,
  };
}

export function emptyApi({ at }: Members, id: string, type: AwsApi['type']): StagelessApi {
  return {
    at,
    id,
    type,
    name: id,
    account: '',
    region: '',
    readFrom: 'file',
    endpointType: 'REGIONAL',
    vpcEndpointIds: [],
    disableExecuteApiEndpoint: false,
    apiKeySource: 'HEADER',
    binaryMediaTypes: [],
    routes: [],
    authorizers: [],
    requestValidators: [],
    models: [],
    gatewayResponses: [],
    unclaimed: [],
    differences: [],
  };
}

export const policyOf = (policy: Json | undefined): string | undefined =>
  isObject(policy) ? JSON.stringify(policy) : typeof policy === 'string' ? policy : undefined;

/** Resources of a type that name the API. */
function partsOf(template: Template, api: Resource, type: string): readonly Members[] {
  return template.partsOf(api, `AWS::ApiGateway::${type}`).map((part) => template.members(part).ignore('RestApiId'));
}

const idOf = ({ at }: Members): string => at.pointer.split('/').at(-2) ?? '';

function authorizersOf(template: Template, api: Resource): readonly AwsAuthorizer[] {
  return partsOf(template, api, 'Authorizer').flatMap((members) => {
    const type = members.word('Type', ['TOKEN', 'REQUEST', 'COGNITO_USER_POOLS']);
    const [id, name] = [idOf(members), members.text('Name')];
    const optional = {
      uri: members.text('AuthorizerUri'),
      credentials: members.verbatim('AuthorizerCredentials'),
      identitySource: members.verbatim('IdentitySource'),
      identityValidationExpression: members.verbatim('IdentityValidationExpression'),
      resultTtl: members.number('AuthorizerResultTtlInSeconds'),
    };
    const providerArns = members.texts('ProviderARNs');
    members.ignore('AuthType').end();
    if (type === undefined) members.missing('Type');
    if (type === undefined) return [];
    return [{ at: members.at, id, name: name ?? id, type, providerArns, audience: [], ...defined(optional) }];
  });
}

function validatorsOf(template: Template, api: Resource): readonly AwsRequestValidator[] {
  return partsOf(template, api, 'RequestValidator').map((members) => {
    const id = idOf(members);
    const validator = {
      at: members.at,
      id,
      name: members.text('Name') ?? id,
      validateRequestBody: members.flag('ValidateRequestBody') ?? false,
      validateRequestParameters: members.flag('ValidateRequestParameters') ?? false,
    };
    members.end();
    return validator;
  });
}

function modelsOf(template: Template, api: Resource): readonly AwsModel[] {
  return partsOf(template, api, 'Model').map((members) => {
    const schema = members.raw('Schema');
    const model = {
      at: members.at,
      name: members.text('Name') ?? idOf(members),
      contentType: members.text('ContentType') ?? 'application/json',
      schema: typeof schema === 'string' ? schema : JSON.stringify(schema ?? {}),
    };
    members.ignore('Description').end();
    return model;
  });
}

function gatewayResponsesOf(template: Template, api: Resource): readonly AwsGatewayResponse[] {
  return partsOf(template, api, 'GatewayResponse').map((members) => {
    const response = {
      at: members.at,
      responseType: members.text('ResponseType') ?? '',
      responseParameters: members.textMap('ResponseParameters'),
      responseTemplates: members.textMap('ResponseTemplates'),
      ...defined({ statusCode: members.text('StatusCode') }),
    };
    members.end();
    return response;
  });
}
