import type { AwsState } from '../aws/state.ts';
import { serviceAddress, subtypeAddress } from '../source-gateway/service-host.ts';
import { issuerOfPool } from './credentials.ts';
import type { SampleEstate } from './sample-estate.ts';

type StandIns = Required<Pick<SampleEstate, 'backends' | 'lambdas' | 'listeners' | 'issuers'>>;

/** What has to answer behind an account's APIs: hosts, functions, listeners of private integrations, issuers of tokens. */
export function standInsFor(aws: AwsState): StandIns {
  const uris = addressesOf(aws);
  const listeners = uris.filter((uri) => /^arn:[^:]+:elasticloadbalancing:/.test(uri));
  const hosts = unique([
    ...uris.flatMap((uri) => hostOf(uri) ?? []),
    ...listeners.map(hostOfListener),
    ...subtypeHosts(aws),
  ]);
  const functions = unique(
    uris.flatMap((uri) => /arn:aws[\w-]*:lambda:[\w-]*:\d*:function:[\w-]+/.exec(uri)?.[0] ?? []),
  );
  return {
    backends: hosts.map((host) => ({ host, behaviour: 'echo' })),
    lambdas: functions.map((arn) => ({ arn, behaviour: 'echo' })),
    listeners: listeners.map((arn) => ({ arn, url: `http://${hostOfListener(arn)}` })),
    issuers: issuersOf(aws),
  };
}

/** Addresses of integrations and authorizers, with the variables of each stage put in. */
export function addressesOf(aws: AwsState): string[] {
  return unique([...restUris(aws), ...httpUris(aws)]);
}

function restUris(aws: AwsState): string[] {
  return [...aws.restApis.values()].flatMap(({ resources, authorizers, stages }) => {
    const methods = resources.flatMap(({ resourceMethods = {} }) => Object.values(resourceMethods));
    const raw = [
      ...methods.map(({ methodIntegration }) => methodIntegration?.uri),
      ...authorizers.map(({ authorizerUri }) => authorizerUri),
    ];
    return stages.flatMap(({ variables = {} }) => withVariables(raw, variables));
  });
}

function httpUris(aws: AwsState): string[] {
  return [...aws.httpApis.values()].flatMap(({ integrations, authorizers, stages }) => {
    const raw = [
      ...integrations.map(({ IntegrationUri }) => IntegrationUri),
      ...authorizers.map(({ AuthorizerUri }) => AuthorizerUri),
    ];
    return stages.flatMap(({ StageVariables = {} }) => withVariables(raw, StageVariables));
  });
}

export function withVariables(
  uris: readonly (string | undefined)[],
  variables: Readonly<Record<string, string>>,
): string[] {
  return uris.flatMap((uri) =>
    uri === undefined
      ? []
      : [uri.replaceAll(/\$\{stageVariables\.(\w+)\}/g, (_, name: string) => variables[name] ?? '')],
  );
}

/** Without the port; undefined for a function, and for what is no address or whose host is not constant. */
function hostOf(uri: string): string | undefined {
  const address = serviceAddress(uri);
  if (address !== undefined) return uri.includes(':lambda:path/') ? undefined : address.host;
  return /^https?:\/\/([^/:?{}$]+)(?=[/:?]|$)/.exec(uri)?.[1]?.toLowerCase();
}

function subtypeHosts(aws: AwsState): string[] {
  return [...aws.httpApis.values()].flatMap(({ integrations }) =>
    integrations.flatMap(({ IntegrationSubtype = '' }) => subtypeAddress(IntegrationSubtype, aws.region)?.host ?? []),
  );
}

/** `.../listener/app/NAME/...` or `.../service/NAME` of Cloud Map. */
function hostOfListener(arn: string): string {
  const name = /listener\/\w+\/([\w-]+)/.exec(arn)?.[1] ?? 'listener';
  return `${name.toLowerCase()}.backends.example`;
}

/** Issuers of the tokens that authorizers take. */
export function issuersOf(aws: AwsState): string[] {
  const pools = [...aws.restApis.values()].flatMap(({ authorizers }) =>
    authorizers.flatMap(({ providerARNs = [] }) => providerARNs.flatMap((arn) => issuerOfPool(arn) ?? [])),
  );
  const jwt = [...aws.httpApis.values()].flatMap(({ authorizers }) =>
    authorizers.flatMap(({ JwtConfiguration }) => JwtConfiguration?.Issuer ?? []),
  );
  return unique([...pools, ...jwt]);
}

const unique = (values: readonly string[]): string[] => [...new Set(values)];
