import type {
  AwsAlarm,
  AwsCertificate,
  AwsHostedZone,
  AwsLogGroup,
  AwsUserPool,
  AwsWebAcl,
} from '../../model/aws-account.ts';
import { below } from '../../model/source-ref.ts';
import { defined } from '../integration.ts';
import { isList, isObject, memberOf, type Json } from '../json.ts';
import { textOf } from '../placeholders.ts';
import { linkOf, numberIn, type Resource, type Template } from './template.ts';

const text = (value: Json | undefined, key: string): string | undefined => textOf(memberOf(value, key));
const list = (value: Json | undefined, key: string): readonly Json[] => {
  const member = memberOf(value, key);
  return isList(member) ? member : [];
};
const texts = (value: Json | undefined, key: string): readonly string[] =>
  list(value, key).flatMap((each) => textOf(each) ?? []);

/** Web ACLs for regional resources, rule by rule. */
export function readWebAcls(template: Template): readonly AwsWebAcl[] {
  return template.ofType('AWS::WAFv2::WebACL').map(({ id, at, properties }) => ({
    at,
    arn: arnOf(id),
    name: text(properties, 'Name') ?? id,
    defaultAction: memberOf(memberOf(properties, 'DefaultAction'), 'Block') === undefined ? 'Allow' : 'Block',
    rules: list(properties, 'Rules').map((rule, index) => ({
      at: below(at, 'Rules', index),
      name: text(rule, 'Name') ?? String(index),
      priority: numberIn(rule, 'Priority'),
      action: Object.keys(objectIn(rule, 'Action'))[0] ?? 'of the group',
      statements: kindsOf(objectIn(rule, 'Statement')),
      source: JSON.stringify(rule),
    })),
    references: [],
  }));
}

/** How a reference to a resource's ARN reads, wherever it stands. */
const arnOf = (id: string): string => `\${${id}.Arn}`;

const objectIn = (value: Json, key: string): Readonly<Record<string, Json>> => {
  const member = memberOf(value, key);
  return isObject(member) ? member : {};
};

/** Kinds of statement, outermost first. */
function kindsOf(statement: Readonly<Record<string, Json>>): readonly string[] {
  return Object.entries(statement).flatMap(([kind, part]) => {
    const inner = [...list(part, 'Statements'), objectIn(part, 'Statement'), objectIn(part, 'ScopeDownStatement')];
    return [kind, ...inner.flatMap((each) => (isObject(each) ? kindsOf(each) : []))];
  });
}

/** The web ACL that an association puts before a stage: by the stage's logical id and its ARN's parts. */
export function webAclOf(template: Template, api: string, stage: string): string | undefined {
  const association = template.ofType('AWS::WAFv2::WebACLAssociation').find(({ properties }) => {
    const resource = text(properties, 'ResourceArn') ?? '';
    const stageId = template.resources.find(
      ({ type, properties: own }) => type.endsWith('::Stage') && text(own, 'StageName') === stage,
    )?.id;
    const names = [`restapis/\${${api}}/stages/`, `restapis/${api}/stages/`];
    const isApi = names.some((name) => resource.includes(name));
    return isApi && (resource.endsWith(`/${stage}`) || (stageId !== undefined && resource.endsWith(`\${${stageId}}`)));
  });
  return text(association?.properties, 'WebACLArn');
}

/** User pools with their clients and resource servers. */
export function readUserPools(template: Template): readonly AwsUserPool[] {
  const of = (type: string, pool: string): readonly Resource[] =>
    template.ofType(type).filter(({ properties }) => linkOf(text(properties, 'UserPoolId')) === pool);
  return template.ofType('AWS::Cognito::UserPool').map(({ id, at, properties }) => {
    const domain = of('AWS::Cognito::UserPoolDomain', id)[0]?.properties;
    return {
      at,
      id,
      arn: arnOf(id),
      name: text(properties, 'UserPoolName') ?? id,
      clients: of('AWS::Cognito::UserPoolClient', id).map((client) => ({
        id: client.id,
        name: text(client.properties, 'ClientName') ?? client.id,
        hasSecret: text(client.properties, 'GenerateSecret') === 'true',
        flows: texts(client.properties, 'AllowedOAuthFlows'),
        scopes: texts(client.properties, 'AllowedOAuthScopes'),
      })),
      resourceServers: of('AWS::Cognito::UserPoolResourceServer', id).map((server) => {
        const identifier = text(server.properties, 'Identifier') ?? server.id;
        const scopes = list(server.properties, 'Scopes').map(
          (scope) => `${identifier}/${text(scope, 'ScopeName') ?? ''}`,
        );
        return { identifier, scopes };
      }),
      ...defined({ mfa: text(properties, 'MfaConfiguration'), domain: text(domain, 'Domain') }),
    };
  });
}

/** Certificates that the template asks for: whether they can be exported was said then. */
export function readCertificates(template: Template): readonly AwsCertificate[] {
  return template.ofType('AWS::CertificateManager::Certificate').map(({ id, at, properties }) => ({
    at,
    arn: `\${${id}}`,
    domainName: text(properties, 'DomainName') ?? id,
    subjectAlternativeNames: texts(properties, 'SubjectAlternativeNames'),
    status: 'NOT_DEPLOYED',
    type: memberOf(properties, 'CertificateAuthorityArn') === undefined ? 'AMAZON_ISSUED' : 'PRIVATE',
    keyAlgorithm: text(properties, 'KeyAlgorithm') ?? 'RSA_2048',
    exportable:
      memberOf(properties, 'CertificateAuthorityArn') !== undefined ||
      text(properties, 'CertificateExport') === 'ENABLED',
  }));
}

/** Records that lead to API Gateway, by the zone that they are put into. */
export function readHostedZones(template: Template, names: readonly string[]): readonly AwsHostedZone[] {
  const sets = [
    ...template
      .ofType('AWS::Route53::RecordSet')
      .map(({ at, properties }) => ({ at, zone: properties, set: properties as Json })),
    ...template.ofType('AWS::Route53::RecordSetGroup').flatMap(({ at, properties }) =>
      list(properties, 'RecordSets').map((set, index) => ({
        at: below(at, 'RecordSets', index),
        zone: properties,
        set,
      })),
    ),
  ].filter(({ set }) => names.includes((text(set, 'Name') ?? '').replace(/\.$/, '').toLowerCase()));
  const zones = new Map<string, AwsHostedZone>();
  for (const { at, zone, set } of sets) {
    const id = linkOf(text(set, 'HostedZoneId') ?? text(zone, 'HostedZoneId')) ?? '';
    const given =
      text(set, 'HostedZoneName') ?? text(zone, 'HostedZoneName') ?? text(template.byId(id)?.properties, 'Name');
    const name = (text(set, 'Name') ?? '').replace(/\.$/, '').toLowerCase();
    // A zone that only has an id is taken for the name's parent.
    const zoneName = (given ?? name.split('.').slice(1).join('.')).replace(/\.$/, '').toLowerCase();
    const known = zones.get(`${id} ${zoneName}`) ?? {
      at,
      id,
      name: zoneName,
      isPrivate: false,
      vpcIds: [],
      records: [],
    };
    const alias = text(memberOf(set, 'AliasTarget'), 'DNSName');
    const targets = alias === undefined ? texts(set, 'ResourceRecords') : [alias];
    const records = targets.map((target) => ({
      name,
      type: text(set, 'Type') ?? '',
      target,
      ...defined({
        ttl: memberOf(set, 'TTL') === undefined ? undefined : numberIn(set, 'TTL'),
        setIdentifier: text(set, 'SetIdentifier'),
      }),
    }));
    zones.set(`${id} ${zoneName}`, { ...known, records: [...known.records, ...records] });
  }
  return [...zones.values()];
}

/** Alarms on metrics of API Gateway. */
export function readAlarms(template: Template): readonly AwsAlarm[] {
  return template
    .ofType('AWS::CloudWatch::Alarm')
    .filter(({ properties }) => text(properties, 'Namespace') === 'AWS/ApiGateway')
    .map(({ id, at, properties }) => ({
      at,
      name: text(properties, 'AlarmName') ?? id,
      metric: text(properties, 'MetricName') ?? '',
      dimensions: Object.fromEntries(
        list(properties, 'Dimensions').map((each) => [text(each, 'Name') ?? '', text(each, 'Value') ?? '']),
      ),
      statistic: text(properties, 'ExtendedStatistic') ?? text(properties, 'Statistic') ?? '',
      period: numberIn(properties, 'Period'),
      evaluationPeriods: numberIn(properties, 'EvaluationPeriods'),
      threshold: numberIn(properties, 'Threshold'),
      comparison: text(properties, 'ComparisonOperator') ?? '',
      actions: texts(properties, 'AlarmActions'),
      ...defined({ missingData: text(properties, 'TreatMissingData') }),
    }));
}

/** Log groups that a stage of the template writes to. */
export function readLogGroups(template: Template, destinations: readonly string[]): readonly AwsLogGroup[] {
  return template
    .ofType('AWS::Logs::LogGroup')
    .filter(({ id }) => destinations.some((each) => linkOf(each) === id))
    .map(({ id, at, properties }) => {
      const isKept = memberOf(properties, 'RetentionInDays') === undefined;
      const retentionDays = isKept ? {} : { retentionDays: numberIn(properties, 'RetentionInDays') };
      return { at, arn: arnOf(id), name: text(properties, 'LogGroupName') ?? id, ...retentionDays };
    });
}
