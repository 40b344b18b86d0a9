import type { AwsMethodSettings, AwsStage } from '../../model/aws.ts';
import { below, type SourceRef } from '../../model/source-ref.ts';
import { defined } from '../integration.ts';
import type { Members } from '../members.ts';
import { linkOf, tagsOf, type Resource, type Template } from './template.ts';

/** An API that nothing deploys in the template: what it is can be said, not where. */
export function noStage(at: SourceRef): AwsStage {
  return {
    at: below(at, 'stage'),
    name: '',
    variables: {},
    methodSettings: [],
    cacheClusterEnabled: false,
    tracingEnabled: false,
  };
}

/** Stages of a REST API: resources of their own, and those that deployments make besides. */
export function restStages(template: Template, api: Resource): readonly AwsStage[] {
  const own = template
    .partsOf(api, 'AWS::ApiGateway::Stage')
    .map((stage) => restStage(template.members(stage), textIn(stage.properties['StageName'])));
  const deployed = template
    .partsOf(api, 'AWS::ApiGateway::Deployment')
    .flatMap((deployment) => deploymentStage(template, deployment));
  return [...own, ...deployed.filter(({ name }) => !own.some((stage) => stage.name === name))];
}

function deploymentStage(template: Template, deployment: Resource): readonly AwsStage[] {
  const members = template.members(deployment).ignore('RestApiId', 'Description', 'DeploymentCanarySettings');
  const name = members.text('StageName');
  const description = members.object('StageDescription');
  members.end();
  if (name === undefined) return [];
  return [description === undefined ? { ...noStage(deployment.at), name } : restStage(description, name)];
}

const textIn = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** Members of a stage's resource, of a deployment's stage description or of SAM's API. */
export function restStage(members: Members, name: string | undefined): AwsStage {
  members.ignore('RestApiId', 'DeploymentId', 'Description', 'StageName');
  const canary = members.object('CanarySetting') ?? members.object('CanarySettings');
  const log = members.object('AccessLogSetting') ?? members.object('AccessLogSettings');
  const stage = {
    at: members.at,
    name: name ?? '',
    variables: members.textMap('Variables'),
    methodSettings: members.list('MethodSettings').map(methodSettings),
    cacheClusterEnabled: members.flag('CacheClusterEnabled') ?? false,
    tracingEnabled: members.flag('TracingEnabled') ?? false,
    ...defined({
      cacheClusterSize: members.text('CacheClusterSize'),
      accessLog: log && { destinationArn: log.verbatim('DestinationArn') ?? '', format: log.verbatim('Format') ?? '' },
      canary: canary && {
        percent: canary.number('PercentTraffic') ?? 0,
        variableOverrides: canary.textMap('StageVariableOverrides'),
        useStageCache: canary.flag('UseStageCache') ?? false,
      },
      clientCertificateId: linkOf(members.verbatim('ClientCertificateId')),
      documentationVersion: members.verbatim('DocumentationVersion'),
      tags: nonEmpty(tagsOf(members.raw('Tags'))),
    }),
  };
  canary?.ignore('DeploymentId').end();
  log?.end();
  members.end();
  return stage;
}

const nonEmpty = (tags: Readonly<Record<string, string>>): Readonly<Record<string, string>> | undefined =>
  Object.keys(tags).length === 0 ? undefined : tags;

/** Templates write the path with or without its slash, and with `~1` for those inside. */
function methodSettings(members: Members): AwsMethodSettings {
  const path = (members.verbatim('ResourcePath') ?? '/*').replaceAll('~1', '/');
  const method = members.verbatim('HttpMethod') ?? '*';
  const key = path === '/*' || path === '*' ? `*/${method}` : `${path.startsWith('/') ? path : `/${path}`}/${method}`;
  const settings = {
    at: members.at,
    key,
    cachingEnabled: members.flag('CachingEnabled') ?? false,
    dataTraceEnabled: members.flag('DataTraceEnabled') ?? false,
    metricsEnabled: members.flag('MetricsEnabled') ?? false,
    ...defined({
      throttlingRateLimit: members.number('ThrottlingRateLimit'),
      throttlingBurstLimit: members.number('ThrottlingBurstLimit'),
      cacheTtl: members.number('CacheTtlInSeconds'),
      cacheDataEncrypted: members.flag('CacheDataEncrypted'),
      loggingLevel: members.verbatim('LoggingLevel'),
    }),
  };
  members.end();
  return settings;
}

/** Stages of an HTTP or WebSocket API. */
export function httpStages(template: Template, api: Resource): readonly AwsStage[] {
  return template
    .partsOf(api, 'AWS::ApiGatewayV2::Stage')
    .map((stage) => httpStage(template.members(stage), textIn(stage.properties['StageName'])));
}

/** Members of a stage's resource, or of SAM's HTTP API. */
export function httpStage(members: Members, name: string | undefined): AwsStage {
  members.ignore('ApiId', 'DeploymentId', 'Description', 'StageName', 'AccessPolicyId');
  const log = members.object('AccessLogSettings');
  const all = members.object('DefaultRouteSettings');
  const stage = {
    at: members.at,
    name: name ?? '$default',
    variables: members.textMap('StageVariables'),
    methodSettings: [
      ...(all === undefined ? [] : [routeSettings('*/*', all)]),
      ...members.objects('RouteSettings').map(([key, settings]) => {
        const [method, path] = key.includes(' ') ? key.split(' ') : ['ANY', key];
        return routeSettings(`${path}/${method}`, settings);
      }),
    ],
    cacheClusterEnabled: false,
    tracingEnabled: false,
    ...defined({
      accessLog: log && { destinationArn: log.verbatim('DestinationArn') ?? '', format: log.verbatim('Format') ?? '' },
      clientCertificateId: linkOf(members.verbatim('ClientCertificateId')),
      autoDeploy: members.flag('AutoDeploy'),
      tags: nonEmpty(tagsOf(members.raw('Tags'))),
    }),
  };
  log?.end();
  members.end();
  return stage;
}

function routeSettings(key: string, members: Members): AwsMethodSettings {
  const settings = {
    at: members.at,
    key,
    cachingEnabled: false,
    dataTraceEnabled: members.flag('DataTraceEnabled') ?? false,
    metricsEnabled: members.flag('DetailedMetricsEnabled') ?? false,
    ...defined({
      throttlingRateLimit: members.number('ThrottlingRateLimit'),
      throttlingBurstLimit: members.number('ThrottlingBurstLimit'),
      loggingLevel: members.verbatim('LoggingLevel'),
    }),
  };
  members.end();
  return settings;
}
