import type { AwsIntegration } from '../model/aws.ts';
import * as cs from '../csharp/build.ts';
import type { Expression } from '../csharp/expression.ts';
import { setVariable } from '../policy/build.ts';
import type { PolicyNode } from '../policy/tree.ts';
import { answeredMember } from './body-source.ts';
import { mediaType, pathValues } from './function-event-parts.ts';
import { answerByStatus } from './http-answer.ts';
import { matchedName, restAnswerSource, type MappedValue } from './mapped-value.ts';
import { integrationTemplates, type CarriedTemplate, type RefusedTemplates } from './mapping-template.ts';
import { templateNames } from './operations.ts';
import { byType, requestBody } from './request-body.ts';
import { protocolOf, serviceAddress, type ActionProtocol, type ServiceAddress } from './service-address.ts';
import { SERVICE_ANSWER, SERVICE_REQUEST, type ServiceCall } from './service-call.ts';
import { canonicalQuery, certain, escaped, serviceParameters, type ServiceParameters } from './service-parameters.ts';
import { earlierOverrides, stage, stagedText } from './template-overrides.ts';
import { payloadSchemas } from './payload-schema.ts';
import { templateTarget, type TemplateScope } from './template-target.ts';

/**
 * A call of an AWS service by a REST API's integration: `:action/X` in the protocol of the service, `:path/Y` as any HTTP call of its
 * host, both with the body of the template (docs: mapping, B2). Undefined for other integrations, else why it cannot be made.
 */
export function customServiceCall(
  integration: AwsIntegration,
  scope: TemplateScope,
): ServiceCall | RefusedTemplates | undefined {
  const { api } = scope;
  if (integration.type !== 'AWS' || api.type !== 'REST') return undefined;
  const address = serviceAddress(integration.uri, api.stage.variables);
  if (address === undefined || isFunction(address)) return undefined;
  const why = whyNotCalled(integration, scope, address);
  if (why !== undefined) return { why, uses: [] };
  const answer = cs.variable(SERVICE_ANSWER, 'IResponse');
  const text = cs.answerText(answer);
  const templates = integrationTemplates(integration, {
    named: ['requestOverride.header', 'requestOverride.querystring', 'requestOverride.path', 'responseOverride.header'],
    schemas: payloadSchemas(scope.route, scope.api),
    request: templateTarget(cs.bodyText('Request'), scope),
    response: (requests) => templateTarget(text, scope, earlierOverrides(requests)),
  });
  if ('why' in templates) return templates;
  const parameters = serviceParameters(integration, scope, templates.requests);
  if (typeof parameters === 'string') return { why: parameters, uses: [] };
  const request = requestOf(integration, address, parameters, scope);
  if (typeof request === 'string') return { why: request, uses: [] };
  const answers = answerByStatus(integration, cs.member(answer, 'StatusCode'), api, {
    templates,
    passed: () => ({ before: [], value: text }),
    templated: (_, value) => ({ before: [], value }),
    source: (from) =>
      restAnswerSource(from, scope, (place, name) =>
        place === 'header' ? headerOf(answer, name) : answeredMember(text, name),
      ),
    accepted: () => mediaType('Accept'),
  });
  if (typeof answers === 'string') return { why: answers, uses: [] };
  const body = requestBody(integration, templates.requests);
  return {
    ...request,
    service: address.service,
    region: address.region,
    host: address.host,
    request: byType(body, api, requestBy, [setVariable(SERVICE_REQUEST, cs.bodyText('Request'))]),
    answer: answers,
    templates: templates.uses,
  };
}

/** Functions are lambda-target.ts's. */
const isFunction = ({ service, path = '' }: ServiceAddress): boolean =>
  service === 'lambda' && path.startsWith('/2015-03-31/functions/');

function whyNotCalled(
  { credentials, contentHandling, responses }: AwsIntegration,
  { api }: TemplateScope,
  { service, action }: ServiceAddress,
): string | undefined {
  // With this the service is called by the caller's own identity, which API Management never has.
  if (credentials?.includes('*') === true) return 'an AWS service is called by the identity of the caller';
  const isConverted = [contentHandling, ...responses.map((each) => each.contentHandling)].includes('CONVERT_TO_BINARY');
  if (isConverted || api.binaryMediaTypes.length > 0) return 'payloads of an AWS service are converted';
  if (api.stage.canary !== undefined) return 'a canary serves a share of the requests';
  return action !== undefined && protocolOf(service) === undefined
    ? `nobody has said here how ${service} is called by action`
    : undefined;
}

const requestBy = (template: CarriedTemplate): readonly PolicyNode[] =>
  template.isStaged
    ? [stage(template), setVariable(SERVICE_REQUEST, stagedText(template))]
    : [setVariable(SERVICE_REQUEST, template.value)];

function headerOf(answer: Expression, name: string): MappedValue {
  const headers = cs.member(answer, 'Headers');
  return { value: cs.call(headers, 'GetValueOrDefault', name, ''), isThere: cs.call(headers, 'ContainsKey', name) };
}

type Request = Pick<ServiceCall, 'method' | 'path' | 'query' | 'headers'>;

function requestOf(
  integration: AwsIntegration,
  address: ServiceAddress,
  parameters: ServiceParameters,
  scope: TemplateScope,
): Request | string {
  const protocol = address.action === undefined ? undefined : protocolOf(address.service);
  const headers = headersOf(parameters, protocol, address);
  if (typeof headers === 'string') return headers;
  const { action = '', path: own = '/' } = address;
  if (protocol?.kind === 'json' && parameters.querystring.size > 0)
    return `parameters of the action ${action} are mapped to its query`;
  const [path = '/', written = ''] = own.split('?');
  const query = new Map([...queryOf(written), ...parameters.querystring]);
  if (protocol?.kind === 'query') query.set('Action', { value: action }).set('Version', { value: protocol.version });
  const filled = pathOf(path, parameters.path, scope);
  if (filled === undefined) return 'the path of the service has a parameter that is not mapped';
  const method = integration.httpMethod ?? 'POST';
  return {
    method: protocol !== undefined ? 'POST' : method === 'ANY' ? cs.context('Request', 'Method') : method,
    path: protocol === undefined ? filled : '/',
    query: canonicalQuery(query),
    headers,
  };
}

const queryOf = (written: string): readonly (readonly [string, MappedValue])[] =>
  [...new URLSearchParams(written)].map(([name, value]) => [name, { value }]);

/** Parts of the URI, each as it is sent; a parameter of the caller's path is already. */
function pathOf(
  path: string,
  mapped: ReadonlyMap<string, MappedValue>,
  { route, names }: TemplateScope,
): string | Expression | undefined {
  if (templateNames(path).some((name) => !mapped.has(name))) return undefined;
  const sent = pathValues(route);
  return cs.filledText(path, /\{([^{}]+)\}/g, (placeholder) => {
    const text = certain(mapped.get(placeholder) as MappedValue, '');
    if (typeof text === 'string') return escaped(text);
    const [own = ''] = Object.entries(names).find(([, name]) => name === matchedName(text)) ?? [];
    return sent.get(own) ?? cs.call(cs.named('Uri'), 'EscapeDataString', text);
  });
}

/** All are signed, so that none may be missing but those that have a value otherwise. */
function headersOf(
  { header }: ServiceParameters,
  protocol: ActionProtocol | undefined,
  { action = '' }: ServiceAddress,
): ServiceCall['headers'] | string {
  const isJson = protocol?.kind === 'json';
  const usual = new Map<string, string | Expression>([
    ['content-type', isJson ? protocol.contentType : cs.requestHeader('Content-Type', 'application/json')],
    ['accept', 'application/json'],
    ...(isJson ? [['x-amz-target', `${protocol.target}.${action}`] as const] : []),
  ]);
  const headers = new Map(usual);
  for (const [name, mapped] of header) {
    const otherwise = usual.get(name);
    if (otherwise === undefined && mapped.isThere !== undefined) return `the header ${name} may be missing`;
    headers.set(name, certain(mapped, otherwise ?? ''));
  }
  return [...headers].map(([name, value]) => [SPELLED[name] ?? name, value]);
}

const SPELLED: Readonly<Record<string, string>> = {
  'content-type': 'Content-Type',
  'accept': 'Accept',
  'x-amz-target': 'X-Amz-Target',
};
