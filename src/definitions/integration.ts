import type { AwsIntegration, AwsIntegrationResponse } from '../model/aws.ts';
import { below } from '../model/source-ref.ts';
import type { Definition } from './definition.ts';
import type { Members } from './members.ts';

const TYPES = ['HTTP', 'HTTP_PROXY', 'AWS', 'AWS_PROXY', 'MOCK'] as const;
const PASSTHROUGH = ['WHEN_NO_MATCH', 'WHEN_NO_TEMPLATES', 'NEVER'] as const;
const CONTENT_HANDLING = ['CONVERT_TO_BINARY', 'CONVERT_TO_TEXT'] as const;

/**
 * `x-amazon-apigateway-integration` (API Gateway guide, OpenAPI extensions, 2026-11-25), read as an import was recorded reading it:
 * responses are keyed by their pattern, `default` has none, and a MOCK has neither method nor address.
 */
export function readIntegration(extension: Members, { type: api }: Definition): AwsIntegration | undefined {
  const type = extension.word('type', TYPES);
  const tls = extension.object('tlsConfig');
  const isMock = type === 'MOCK';
  const method = isMock ? undefined : extension.text('httpMethod')?.toUpperCase();
  const uri = isMock ? undefined : extension.text('uri');
  const subtype = extension.text('integrationSubtype') ?? extension.text('subtype');
  const connectionType = extension.word('connectionType', ['INTERNET', 'VPC_LINK']);
  const passthrough = extension.word('passthroughBehavior', PASSTHROUGH);
  const contentHandling = extension.word('contentHandling', CONTENT_HANDLING);
  const transfer = extension.word('responseTransferMode', ['BUFFERED', 'STREAM']);
  const members = {
    httpMethod: method,
    uri,
    subtype,
    connectionType,
    connectionId: extension.text('connectionId'),
    payloadFormatVersion: payloadFormat(extension),
    timeoutMs: extension.number('timeoutInMillis'),
    passthroughBehavior: passthrough,
    contentHandling,
    credentials: extension.text('credentials'),
    tlsServerNameToVerify: tls?.text('serverNameToVerify'),
    tlsInsecureSkipVerification: tls?.flag('insecureSkipVerification'),
    cacheNamespace: extension.text('cacheNamespace'),
    responseTransferMode: transfer,
    integrationTarget: extension.text('integrationTarget'),
  };
  const integration = {
    at: extension.at,
    requestParameters: extension.textMap('requestParameters'),
    requestTemplates: extension.templates('requestTemplates'),
    responses: api === 'HTTP' ? statusParameters(extension) : responses(extension),
    cacheKeyParameters: extension.texts('cacheKeyParameters'),
  };
  // A mock's method and address mean nothing, and an HTTP API has no responses by pattern: an empty list of them says nothing.
  if (isMock) extension.ignore('httpMethod', 'uri');
  if (api === 'HTTP' && extension.isEmpty('responses')) extension.ignore('responses');
  tls?.end();
  extension.end();
  return type === undefined ? undefined : { type, ...defined(members), ...integration };
}

/** Members of a proxy integration of an HTTP API; documents write the version as a number too. */
function payloadFormat(extension: Members): '1.0' | '2.0' | undefined {
  const version = extension.verbatim('payloadFormatVersion');
  if (version === undefined) return undefined;
  return Number(version) === 2 ? '2.0' : '1.0';
}

function responses(extension: Members): AwsIntegrationResponse[] {
  return extension.objects('responses').map(([pattern, response]) => {
    const contentHandling = response.word('contentHandling', CONTENT_HANDLING);
    const read = {
      at: response.at,
      statusCode: response.text('statusCode') ?? '200',
      ...(pattern === 'default' ? {} : { selectionPattern: pattern }),
      responseParameters: response.textMap('responseParameters'),
      responseTemplates: response.templates('responseTemplates'),
      ...(contentHandling === undefined ? {} : { contentHandling }),
    };
    response.end();
    return read;
  });
}

/** HTTP APIs map parameters by status, and have neither patterns nor templates. */
function statusParameters(extension: Members): AwsIntegrationResponse[] {
  return extension.objects('responseParameters').map(([statusCode, parameters]) => ({
    at: below(extension.at, 'responseParameters', statusCode),
    statusCode,
    responseParameters: parameters.allTexts(),
    responseTemplates: {},
  }));
}

/** Without the members that are undefined: absent and undefined are not the same to a digest. */
export function defined<T extends object>(members: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
