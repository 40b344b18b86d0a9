import { readInput } from '../../definitions/read-input.ts';
import type { ApimConfiguration } from '../../model/apim.ts';
import type { AwsApi } from '../../model/aws.ts';
import type { AwsApiKey, AwsUsagePlan } from '../../model/aws-account.ts';
import { inventoryOf } from '../../model/aws-inventory.ts';
import type { Finding } from '../../model/finding.ts';
import { runRequest, type RunRequest } from '../../model/run.ts';
import { assess } from '../../planning/build-plan.ts';
import { plannedConfiguration } from '../../simulator/planned-configuration.ts';
import type { Deployed, Export } from './source-side.ts';
import { TARGET_HOST } from './target-side.ts';

/** What would be put into API Management for an API, and where it answers there. */
export interface PlannedTarget {
  readonly configuration: ApimConfiguration;
  readonly base: string;
  readonly api: AwsApi;
  readonly findings: readonly Finding[];
}

/** Decisions by name and what they need; the rest takes every recommended option. */
export type PlanTerms = Partial<Pick<RunRequest, 'decisions' | 'entra' | 'aws'>>;

const SERVICE = 'compare';

/** Secrets of the vault that the planned service reads: the example credentials of AWS's documentation. */
const SECRETS: Readonly<Record<string, string>> = {
  'aws-access-key-id': 'AKIDEXAMPLE',
  'aws-secret-access-key': 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
};

/** Plans an export as it is deployed. @throws Error for what cannot be read */
export function planTarget(
  { definition }: Export,
  deployed: Deployed,
  { decisions, ...terms }: PlanTerms = {},
): PlannedTarget {
  const { state, apiId, stage, keys } = deployed;
  const reading = readInput({ file: `${apiId}.json`, bytes: Buffer.from(definition, 'utf8') });
  const [read] = reading.part.apis ?? [];
  if (read === undefined) throw new Error(reading.input.error ?? 'no API is in the definition');
  const { accountId: account, region } = state;
  const api: AwsApi = {
    ...read,
    id: apiId,
    account,
    region,
    stage: { ...read.stage, name: stage, variables: variablesOf(deployed) },
  };
  const inventory = inventoryOf({ apis: [api], ...keysOf(deployed) });
  const request = runRequest.parse({
    mode: 'migrate',
    source: [{ account, region }],
    target: { subscriptionId: '00000000-0000-0000-0000-000000000000', resourceGroup: SERVICE, service: SERVICE },
    keyVault: SERVICE,
    dns: [],
    waves: [{ name: 'compare', apis: [apiId], hostnames: [] }],
    aws: { accessKeyIdSecret: 'aws-access-key-id', secretAccessKeySecret: 'aws-secret-access-key' },
    decisions: { '*': 'recommended', ...decisions },
    ...terms,
  });
  const { plan, apis } = assess({
    inventory,
    request,
    recordSets: {},
    gatewayHost: TARGET_HOST,
    targetDigest: 'sha256:none',
  });
  const configuration = plannedConfiguration(plan.steps, {
    serviceName: SERVICE,
    hostname: TARGET_HOST,
    keyValue: (id) => keys.get(id),
    secretValue: (identifier) => SECRETS[identifier.split('/').at(-1) ?? ''],
  });
  const path = apis[0]?.placements[0]?.path ?? '';
  return { configuration, base: `https://${TARGET_HOST}/${path}`.replace(/\/$/, ''), api, findings: plan.findings };
}

function variablesOf({ state, apiId, stage }: Deployed): Readonly<Record<string, string>> {
  const rest = state.restApis.get(apiId)?.stages.find(({ stageName }) => stageName === stage)?.variables;
  const http = state.httpApis.get(apiId)?.stages.find(({ StageName }) => StageName === stage)?.StageVariables;
  return rest ?? http ?? {};
}

function keysOf({ state }: Deployed): { apiKeys: readonly AwsApiKey[]; usagePlans: readonly AwsUsagePlan[] } {
  const arn = (kind: string, id: string): string => `arn:aws:apigateway:${state.region}::/${kind}/${id}`;
  const apiKeys = [...state.apiKeys.values()].map(({ id = '', name = '', enabled = false }) => ({
    at: { arn: arn('apikeys', id), pointer: '' },
    id,
    name,
    enabled,
  }));
  const usagePlans = [...state.usagePlans.values()].map(({ plan, keyIds }): AwsUsagePlan => {
    const { id = '', name = '', throttle, quota, apiStages = [] } = plan;
    return {
      at: { arn: arn('usageplans', id), pointer: '' },
      id,
      name,
      apiStages: apiStages.map((each) => ({ apiId: each.apiId ?? '', stage: each.stage ?? '' })),
      keyIds,
      ...(throttle && { throttle: { rateLimit: throttle.rateLimit ?? 0, burstLimit: throttle.burstLimit ?? 0 } }),
      ...(quota && { quota: { limit: quota.limit ?? 0, period: quota.period ?? 'DAY', offset: quota.offset ?? 0 } }),
    };
  });
  return { apiKeys, usagePlans };
}
