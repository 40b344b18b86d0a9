import type { DomainName as DomainNameV1 } from '@aws-sdk/client-api-gateway';
import type { DomainName } from '@aws-sdk/client-apigatewayv2';
import type { AwsApiMapping, AwsDomainName, AwsRoutingRule } from '../../../model/aws-account.ts';
import { below, type SourceRef } from '../../../model/source-ref.ts';
import { rawItemsOf } from '../raw-answers.ts';
import { ENDPOINT_TYPES, oneOf } from './closed-values.ts';
import { defined } from '../defined.ts';
import { MAX_RESULTS } from './http-api-lists.ts';
import * as MEMBERS from './http-api-members.ts';
import { unknownIn } from './known-members.ts';
import { PAGE_SIZE } from './rest-api-lists.ts';
import type { SourceReading } from './source-reading.ts';

/**
 * Domain names with their mappings and rules. Version 2 alone shows mappings of several levels (mapping A1), version 1 alone the
 * policies of private names; where one of them is refused the other tells what it can.
 */
export async function readDomainNames(reading: SourceReading): Promise<readonly AwsDomainName[]> {
  const byV2 = await domainNamesByV2(reading);
  const byV1 = new Map((await domainNamesByV1(reading)).map((domain) => [domain.domainName ?? '', domain]));
  const names = new Set([...byV2.keys(), ...byV1.keys()]);
  const associations = await readAccessAssociations(reading, [...byV1.values()]);
  const domainNames: AwsDomainName[] = [];
  for (const name of names) {
    const at = { arn: reading.arnOf(`/domainnames/${name}`), pointer: '' };
    const [v2, v1] = [byV2.get(name), byV1.get(name)];
    const parts = {
      mappings: v2 === undefined ? await basePathMappings(reading, name, at) : await apiMappings(reading, name, at),
      routingRules: hasRules(v2, v1) ? await readRoutingRules(reading, name, at) : [],
      accessAssociations: associations.filter(({ domainNameArn }) => domainNameArn === v1?.domainNameArn),
    };
    domainNames.push(domainToModel({ name, v2, v1 }, parts, at));
  }
  return domainNames;
}

async function domainNamesByV2(reading: SourceReading): Promise<ReadonlyMap<string, DomainName>> {
  const { GetDomainNamesCommand } = await import('@aws-sdk/client-apigatewayv2');
  const client = await reading.clients.httpApis(reading.scope);
  const read = { ...reading.read('GetDomainNames', '/domainnames'), call: 'GetDomainNames (version 2)' };
  const found = await reading.allOrGap(read, async (NextToken) => {
    const page = await client.send(new GetDomainNamesCommand({ MaxResults: MAX_RESULTS, NextToken }));
    for (const [index, raw] of rawItemsOf(page).entries()) {
      const at = { arn: reading.arnOf(`/domainnames/${page.Items?.[index]?.DomainName ?? ''}`), pointer: '' };
      reading.unclaimed.push(...unknownIn(raw, MEMBERS.domainName, at));
    }
    return { items: page.Items, next: page.NextToken };
  });
  return new Map(found.map((domain) => [domain.DomainName ?? '', domain]));
}

async function domainNamesByV1(reading: SourceReading): Promise<readonly DomainNameV1[]> {
  const { GetDomainNamesCommand } = await import('@aws-sdk/client-api-gateway');
  const client = await reading.clients.restApis(reading.scope);
  const read = { ...reading.read('GetDomainNames', '/domainnames'), call: 'GetDomainNames (version 1)' };
  return await reading.allOrGap(read, async (position) => {
    const page = { limit: PAGE_SIZE, ...(position !== undefined && { position }) };
    const found = await client.send(new GetDomainNamesCommand(page));
    return { items: found.items, next: found.position };
  });
}

async function apiMappings(reading: SourceReading, name: string, at: SourceRef): Promise<readonly AwsApiMapping[]> {
  const { GetApiMappingsCommand } = await import('@aws-sdk/client-apigatewayv2');
  const client = await reading.clients.httpApis(reading.scope);
  const read = reading.read('GetApiMappings', `/domainnames/${name}/apimappings`, at);
  const mappings = await reading.allOrGap(read, async (token) => {
    const page = { DomainName: name, MaxResults: MAX_RESULTS, NextToken: token };
    const { Items, NextToken } = await client.send(new GetApiMappingsCommand(page));
    return { items: Items, next: NextToken };
  });
  return mappings.map(({ ApiMappingKey, ApiId = '', Stage = '' }) => mappingOf(ApiMappingKey, ApiId, Stage, at));
}

async function basePathMappings(
  reading: SourceReading,
  domainName: string,
  at: SourceRef,
): Promise<readonly AwsApiMapping[]> {
  const { GetBasePathMappingsCommand } = await import('@aws-sdk/client-api-gateway');
  const client = await reading.clients.restApis(reading.scope);
  const read = reading.read('GetBasePathMappings', `/domainnames/${domainName}/basepathmappings`, at);
  const mappings = await reading.allOrGap(read, async (position) => {
    const page = { domainName, limit: PAGE_SIZE, ...(position !== undefined && { position }) };
    const found = await client.send(new GetBasePathMappingsCommand(page));
    return { items: found.items, next: found.position };
  });
  return mappings.map(({ basePath, restApiId = '', stage = '' }) => mappingOf(basePath, restApiId, stage, at));
}

function mappingOf(key: string | undefined, apiId: string, stage: string, at: SourceRef): AwsApiMapping {
  const path = key === undefined || key === '(none)' ? '' : key.replaceAll(/^\/+|\/+$/g, '');
  return { at: below(at, 'apiMappings', path), path, apiId, stage };
}

/** In version 2's words; version 1 calls mappings base path mappings. */
function modeOf(v2: DomainName | undefined, v1: DomainNameV1 | undefined): string | undefined {
  return v2?.RoutingMode ?? v1?.routingMode?.replace('BASE_PATH_MAPPING', 'API_MAPPING');
}

/** Names that route by mappings alone have no rules. */
function hasRules(v2: DomainName | undefined, v1: DomainNameV1 | undefined): boolean {
  const mode = modeOf(v2, v1);
  return mode !== undefined && mode !== 'API_MAPPING_ONLY';
}

async function readRoutingRules(
  reading: SourceReading,
  DomainName: string,
  domain: SourceRef,
): Promise<readonly AwsRoutingRule[]> {
  const { ListRoutingRulesCommand } = await import('@aws-sdk/client-apigatewayv2');
  const client = await reading.clients.httpApis(reading.scope);
  const read = reading.read('ListRoutingRules', `/domainnames/${DomainName}/routingrules`, domain);
  const rules = await reading.allOrGap(read, async (NextToken) => {
    const found = await client.send(new ListRoutingRulesCommand({ DomainName, NextToken }));
    return { items: found.RoutingRules, next: found.NextToken };
  });
  return rules.flatMap(({ RoutingRuleId = '', Priority = 0, Conditions = [], Actions = [] }) =>
    Actions.flatMap(({ InvokeApi }) => {
      if (InvokeApi === undefined) return [];
      const headers = Conditions.flatMap(({ MatchHeaders }) => MatchHeaders?.AnyOf ?? []);
      return {
        at: below(domain, 'routingRules', RoutingRuleId),
        priority: Priority,
        basePaths: Conditions.flatMap(({ MatchBasePaths }) => MatchBasePaths?.AnyOf ?? []),
        headers: headers.map(({ Header = '', ValueGlob = '' }) => ({ name: Header, valueGlob: ValueGlob })),
        apiId: InvokeApi.ApiId ?? '',
        stage: InvokeApi.Stage ?? '',
        stripBasePath: InvokeApi.StripBasePath ?? false,
      };
    }),
  );
}

interface Association {
  readonly domainNameArn: string | undefined;
  readonly arn: string;
  readonly source: string;
}

/** Only private domain names have any. */
async function readAccessAssociations(
  reading: SourceReading,
  domains: readonly DomainNameV1[],
): Promise<readonly Association[]> {
  if (!domains.some(({ endpointConfiguration }) => endpointConfiguration?.types?.includes('PRIVATE'))) return [];
  const { GetDomainNameAccessAssociationsCommand } = await import('@aws-sdk/client-api-gateway');
  const client = await reading.clients.restApis(reading.scope);
  const read = reading.read('GetDomainNameAccessAssociations', '/domainnameaccessassociations');
  const found = await reading.allOrGap(read, async (position) => {
    const page = { limit: PAGE_SIZE, ...(position !== undefined && { position }) };
    const answer = await client.send(new GetDomainNameAccessAssociationsCommand(page));
    return { items: answer.items, next: answer.position };
  });
  return found.map(({ domainNameArn, domainNameAccessAssociationArn = '', accessAssociationSource = '' }) => {
    return { domainNameArn, arn: domainNameAccessAssociationArn, source: accessAssociationSource };
  });
}

interface Parts {
  readonly mappings: readonly AwsApiMapping[];
  readonly routingRules: readonly AwsRoutingRule[];
  readonly accessAssociations: readonly Association[];
}

function domainToModel(
  {
    name,
    v2,
    v1,
  }: { readonly name: string; readonly v2: DomainName | undefined; readonly v1: DomainNameV1 | undefined },
  { accessAssociations, ...parts }: Parts,
  at: SourceRef,
): AwsDomainName {
  const configuration = v2?.DomainNameConfigurations?.[0];
  // Version 2 has no word for private names.
  const endpointType = v1?.endpointConfiguration?.types?.[0] ?? configuration?.EndpointType ?? 'REGIONAL';
  const mutualTls = v2?.MutualTlsAuthentication;
  const warnings = mutualTls?.TruststoreWarnings ?? v1?.mutualTlsAuthentication?.truststoreWarnings ?? [];
  return defined({
    at,
    name: name.toLowerCase(),
    endpointType: oneOf(ENDPOINT_TYPES, endpointType, at),
    certificateArn: configuration?.CertificateArn ?? v1?.regionalCertificateArn ?? v1?.certificateArn,
    regionalDomainName:
      endpointType === 'EDGE' ? undefined : (configuration?.ApiGatewayDomainName ?? v1?.regionalDomainName),
    distributionDomainName:
      endpointType === 'EDGE' ? (v1?.distributionDomainName ?? configuration?.ApiGatewayDomainName) : undefined,
    securityPolicy: configuration?.SecurityPolicy ?? v1?.securityPolicy,
    routingMode: modeOf(v2, v1),
    mutualTlsTruststoreUri: mutualTls?.TruststoreUri ?? v1?.mutualTlsAuthentication?.truststoreUri,
    mutualTlsTruststoreVersion: mutualTls?.TruststoreVersion ?? v1?.mutualTlsAuthentication?.truststoreVersion,
    mutualTlsWarnings: warnings.length === 0 ? undefined : warnings,
    policy: v1?.policy ?? v1?.managementPolicy,
    ...parts,
    accessAssociations: accessAssociations.map(({ arn, source }) => ({ at: { arn, pointer: '' }, source })),
  });
}
