import { inlineVariables } from './variables.ts';

/** An AWS service as the URI of a REST API's integration names it. */
export interface ServiceAddress {
  /** As credential scopes name it: `dynamodb`. */
  readonly service: string;
  readonly region: string;
  readonly host: string;
  /** An action of the service, or a path of its HTTP API. */
  readonly action?: string;
  readonly path?: string;
}

/** What a call of an action by its name needs besides its parameters. */
export type ActionProtocol =
  | {
      readonly kind: 'json';
      readonly contentType: string;
      /** `X-Amz-Target` before the action's name. */
      readonly target: string;
    }
  | { readonly kind: 'query'; readonly version: string };

const json = (target: string, version: '1.0' | '1.1'): ActionProtocol => ({
  kind: 'json',
  contentType: `application/x-amz-json-${version}`,
  target,
});
const form = (version: string): ActionProtocol => ({ kind: 'query', version });

/** Protocols of services that integrations call by action (the services' API references, 2026-11-29). */
const PROTOCOLS: Readonly<Record<string, ActionProtocol>> = {
  comprehend: json('Comprehend_20171127', '1.1'),
  dynamodb: json('DynamoDB_20120810', '1.0'),
  events: json('AWSEvents', '1.1'),
  firehose: json('Firehose_20150804', '1.1'),
  kinesis: json('Kinesis_20131202', '1.1'),
  kms: json('TrentService', '1.1'),
  logs: json('Logs_20140328', '1.1'),
  rekognition: json('RekognitionService', '1.1'),
  secretsmanager: json('secretsmanager', '1.1'),
  sns: form('2010-03-31'),
  sqs: form('2012-11-05'),
  states: json('AWSStepFunctions', '1.0'),
  textract: json('Textract', '1.1'),
  translate: json('AWSShineFrontendService_20170701', '1.1'),
};

export const protocolOf = (service: string): ActionProtocol | undefined =>
  Object.hasOwn(PROTOCOLS, service) ? PROTOCOLS[service] : undefined;

/** Services whose hosts are signed for under another name than the last of the URI's. */
const SIGNED_AS: Readonly<Record<string, string>> = { email: 'ses' };

/** Actions that have a host of their own. */
const HOST_PREFIXES: Readonly<Record<string, string>> = { 'states StartSyncExecution': 'sync-' };

/** Regions whose hosts are below amazonaws.com. */
export const isUsualRegion = (region: string): boolean =>
  /^(?!cn-|us-iso|eu-isoe)[a-z]{2}(?:-[a-z]+)+-\d+$/.test(region);

/** `arn:aws:apigateway:{region}:{subdomain.service}:{action|path}/{...}` (API Gateway API reference, PutIntegration); undefined for others. */
export function serviceAddress(
  uri: string | undefined,
  variables: Readonly<Record<string, string>>,
): ServiceAddress | undefined {
  const [, region = '', names = '', kind, rest = ''] =
    /^arn:aws:apigateway:([a-z0-9-]+):([A-Za-z0-9.-]+):(action|path)\/(.*)$/s.exec(
      inlineVariables(uri ?? '', variables) ?? '',
    ) ?? [];
  if (kind === undefined || !isUsualRegion(region)) return undefined;
  const own = names.split('.').at(-1) ?? '';
  const prefix = kind === 'action' ? (HOST_PREFIXES[`${own} ${rest}`] ?? '') : '';
  return {
    service: SIGNED_AS[own] ?? own,
    region,
    host: `${prefix}${names}.${region}.amazonaws.com`,
    ...(kind === 'action' ? { action: rest } : { path: `/${rest.replace(/^\/+/, '')}` }),
  };
}
