import type { AwsIntegration, AwsIntegrationResponse } from '../../model/aws.ts';
import { below, type SourceRef } from '../../model/source-ref.ts';
import { defined } from '../integration.ts';
import type { Members } from '../members.ts';
import { linkOf, type Resource, type Template } from './template.ts';

const CONTENT = ['CONVERT_TO_BINARY', 'CONVERT_TO_TEXT'] as const;

/** The integrations of an HTTP or WebSocket API, by the targets of its routes. */
export class HttpIntegrations {
  readonly #byId: ReadonlyMap<string, AwsIntegration | undefined>;

  constructor(template: Template, api: Resource) {
    const own = (type: string): readonly Resource[] => template.partsOf(api, type);
    const responses = own('AWS::ApiGatewayV2::IntegrationResponse').map((resource) => {
      const members = template.members(resource).ignore('ApiId');
      return { to: linkOf(members.verbatim('IntegrationId')), response: responseOf(members) };
    });
    this.#byId = new Map(
      own('AWS::ApiGatewayV2::Integration').map(({ id, ...resource }) => {
        const members = template.members({ id, ...resource }).ignore('ApiId');
        return [
          id,
          integrationOf(
            members,
            responses.flatMap(({ to, response }) => (to === id ? [response] : [])),
          ),
        ];
      }),
    );
  }

  /**
   * Routes may share an integration; each has it as its own, at its own place.
   * @param target `integrations/${Id}`
   */
  byTarget(target: string | undefined, at: SourceRef): AwsIntegration | undefined {
    const id = linkOf(target?.replace(/^integrations\//, ''));
    const found = id === undefined ? undefined : this.#byId.get(id);
    if (found === undefined) return undefined;
    const responses = found.responses.map((response, index) => ({ ...response, at: below(at, 'responses', index) }));
    return { ...found, at, responses };
  }
}

function integrationOf(members: Members, responses: readonly AwsIntegrationResponse[]): AwsIntegration | undefined {
  const type = members.word('IntegrationType', ['HTTP', 'HTTP_PROXY', 'AWS', 'AWS_PROXY', 'MOCK']);
  const tls = members.object('TlsConfig');
  const payload = members.verbatim('PayloadFormatVersion');
  const optional = {
    subtype: members.text('IntegrationSubtype'),
    httpMethod: members.text('IntegrationMethod')?.toUpperCase(),
    uri: members.text('IntegrationUri'),
    connectionType: members.word('ConnectionType', ['INTERNET', 'VPC_LINK']),
    connectionId: linkOf(members.verbatim('ConnectionId')),
    payloadFormatVersion:
      payload === undefined ? undefined : Number(payload) === 2 ? ('2.0' as const) : ('1.0' as const),
    timeoutMs: members.number('TimeoutInMillis'),
    passthroughBehavior: members.word('PassthroughBehavior', ['WHEN_NO_MATCH', 'WHEN_NO_TEMPLATES', 'NEVER']),
    contentHandling: members.word('ContentHandlingStrategy', CONTENT),
    credentials: members.verbatim('CredentialsArn'),
    tlsServerNameToVerify: tls?.text('ServerNameToVerify'),
    templateSelectionExpression: members.verbatim('TemplateSelectionExpression'),
  };
  const integration = {
    at: members.at,
    requestParameters: members.textMap('RequestParameters'),
    requestTemplates: members.textMap('RequestTemplates'),
    responses: [...statusParameters(members), ...responses],
    cacheKeyParameters: [],
  };
  tls?.end();
  members.ignore('Description').end();
  if (type === undefined) members.missing('IntegrationType');
  return type === undefined ? undefined : { type, ...defined(optional), ...integration };
}

/** By status: `{ResponseParameters: [{Source, Destination}]}`. */
function statusParameters(members: Members): readonly AwsIntegrationResponse[] {
  return members.objects('ResponseParameters').map(([statusCode, status]) => {
    const pairs = status.list('ResponseParameters').map((pair) => {
      const found = [pair.verbatim('Destination') ?? '', pair.verbatim('Source') ?? ''] as const;
      pair.end();
      return found;
    });
    status.end();
    const at = below(members.at, 'ResponseParameters', statusCode);
    return { at, statusCode, responseParameters: Object.fromEntries(pairs), responseTemplates: {} };
  });
}

function responseOf(members: Members): AwsIntegrationResponse {
  const key = members.verbatim('IntegrationResponseKey') ?? '';
  const response = {
    at: members.at,
    statusCode: key,
    selectionPattern: key,
    responseParameters: members.textMap('ResponseParameters'),
    responseTemplates: members.textMap('ResponseTemplates'),
    ...defined({ contentHandling: members.word('ContentHandlingStrategy', CONTENT) }),
  };
  members.ignore('TemplateSelectionExpression').end();
  return response;
}
