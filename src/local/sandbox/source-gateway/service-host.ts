/** An AWS service as an integration's URI names it: `arn:aws:apigateway:{region}:{service}:path/{path}` or `:action/{name}`. */
export interface ServiceAddress {
  readonly host: string;
  readonly kind: 'path' | 'action';
  /** The path without a slash before it, or the action's name. */
  readonly rest: string;
}

/** Undefined for what is no such URI. */
export function serviceAddress(uri: string): ServiceAddress | undefined {
  const [, region, service, kind, rest = ''] =
    /^arn:aws[\w-]*:apigateway:([^:]+):([^:]+):(path|action)\/(.*)$/.exec(uri) ?? [];
  if (service === undefined) return undefined;
  const host = `${service}.${region}.amazonaws.com`;
  return kind === 'action' ? { host, kind, rest } : { host, kind: 'path', rest: rest.replace(/^\/+/, '') };
}

/** Endpoint prefixes of the services that HTTP APIs have first-class integrations for (API Gateway guide, 2026-11-25). */
const PREFIXES: Readonly<Record<string, string>> = {
  AppConfig: 'appconfig',
  EventBridge: 'events',
  Kinesis: 'kinesis',
  SQS: 'sqs',
  StepFunctions: 'states',
};

/** The address behind a subtype such as SQS-SendMessage; undefined for an unknown service. */
export function subtypeAddress(subtype: string, region: string): ServiceAddress | undefined {
  const [service = '', rest = ''] = subtype.split('-');
  const prefix = PREFIXES[service];
  return prefix === undefined ? undefined : { host: `${prefix}.${region}.amazonaws.com`, kind: 'action', rest };
}

export function serviceUrl({ host, kind, rest }: ServiceAddress): string {
  return kind === 'path' ? `https://${host}/${rest}` : `https://${host}/?Action=${rest}`;
}
