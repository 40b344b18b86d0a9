import { setTimeout as sleep } from 'node:timers/promises';
import type { AwsApi, AwsStage } from '../../../model/aws.ts';
import type { InventoryPart } from '../../../model/aws-inventory.ts';
import type { AwsApiListing, AwsScope, SourceReader } from '../../../ports/source-reader.ts';
import type { AwsClients } from '../clients.ts';
import { readAccountSettings } from './account-settings.ts';
import { readAlarms } from './alarms.ts';
import { readApiKeys, readApiKeyValue } from './api-keys.ts';
import { readCertificates, readCertificatesElsewhere } from './certificates.ts';
import { readClientCertificates } from './client-certificates.ts';
import { readDiscoveryServices } from './discovery-services.ts';
import { readDomainNames } from './domain-names.ts';
import { readEventRules } from './event-rules.ts';
import { readFunctions } from './functions.ts';
import { readHostedZones } from './hosted-zones.ts';
import { httpStages, readHttpApi } from './http-api-reader.ts';
import { readLeftOut } from './left-out.ts';
import { listApis } from './list-apis.ts';
import { readLoadBalancers } from './load-balancers.ts';
import { readLogGroups } from './log-groups.ts';
import type { PaceClock } from '../../pace.ts';
import { PacedCalls } from './paced-calls.ts';
import { readPortals } from './portals.ts';
import { readRestApi, restStages } from './rest-api-reader.ts';
import { SourceReading } from './source-reading.ts';
import { readTrafficBaseline } from './traffic-baseline.ts';
import { readTrustStores } from './trust-stores.ts';
import { readUsagePlans } from './usage-plans.ts';
import { readUserPools } from './user-pools.ts';
import { readVpcEndpoints } from './vpc-endpoints.ts';
import { readVpcLinks } from './vpc-links.ts';
import { readWebAcls } from './web-acls.ts';

const systemClock: PaceClock = {
  now: () => performance.now(),
  sleep: async (milliseconds) => await sleep(milliseconds),
};

/** Reads Amazon API Gateway and what stands around it by their SDK clients, at one pace for each account and region. */
export function awsSourceReader(clients: AwsClients, clock: PaceClock = systemClock): SourceReader {
  const paces = new Map<string, PacedCalls>();
  const begin = (scope: AwsScope): SourceReading => {
    const key = `${scope.account} ${scope.region}`;
    const calls = paces.get(key) ?? new PacedCalls(clock);
    paces.set(key, calls);
    return new SourceReading(scope, clients, calls);
  };
  const discover = async (
    scope: AwsScope,
    read: (reading: SourceReading) => Promise<InventoryPart>,
  ): Promise<InventoryPart> => {
    const reading = begin(scope);
    const part = await read(reading);
    return { ...part, unclaimed: reading.unclaimed, gaps: reading.gaps };
  };
  return {
    async listApis(scope) {
      const reading = begin(scope);
      const items = await around(reading, 'the list of APIs', async () => await listApis(reading));
      return { items, gaps: reading.gaps };
    },
    readApi: async (scope, api) =>
      await discover(scope, async (reading) => ({ apis: await readApi(reading, api, new Date()) })),
    readShared: async (scope) => await discover(scope, readShared),
    readSurroundings: async (scope, known) =>
      await discover(scope, async (reading) => await readSurroundings(reading, known)),
    async readLeftOut(scopes) {
      const [first] = scopes;
      if (first === undefined) return {};
      return await discover(first, async (reading) => ({
        leftOut: await around(reading, 'what is left out', async () => await readLeftOut(reading, scopes)),
      }));
    },
    async look(scope, apis) {
      const reading = begin(scope);
      const stages: { apiId: string; stage: AwsStage }[] = [];
      // One that was deleted has no stages, which is no gap.
      const there = new Set((await listApis(reading)).map(({ id }) => id));
      for (const { id, type } of apis.filter((each) => there.has(each.id)))
        for (const stage of await (type === 'REST' ? restStages : httpStages)(reading, id))
          stages.push({ apiId: id, stage });
      const domainNames = await readDomainNames(reading);
      const usagePlans = await readUsagePlans(reading);
      return { stages, domainNames, usagePlans, apiKeys: await readApiKeys(reading), gaps: reading.gaps };
    },
    apiKeyValue: async (scope, keyId) => await readApiKeyValue(begin(scope), keyId),
  };
}

async function readApi(reading: SourceReading, listing: AwsApiListing, now: Date): Promise<readonly AwsApi[]> {
  const isRest = listing.type === 'REST';
  const read = reading.read(isRest ? 'GetRestApi' : 'GetApi', `${isRest ? '/restapis' : '/apis'}/${listing.id}`);
  const whole = { ...read, permission: `apigateway:GET on ${read.at.arn} and all below it` };
  // A value that the model does not know is a gap of the whole API: to guess would migrate something else.
  return await reading.readable(whole, async () => {
    const found = await (isRest ? readRestApi : readHttpApi)(reading, listing);
    if (found.length === 0 && reading.gaps.length === 0) {
      const reason = `${listing.name} has no stage, so nobody can call it`;
      const remedy = 'Deploy it to a stage if it is to move; else leave it out.';
      reading.gaps.push({ at: whole.at, call: 'GetStages', reason, remedy });
    }
    const apis: AwsApi[] = [];
    for (const api of found) {
      const traffic = await readTrafficBaseline(reading, api, now);
      apis.push(traffic === undefined ? api : { ...api, traffic });
    }
    return apis;
  });
}

/** One reader of what stands around APIs, told apart in a gap by what it reads. */
type Reader<T> = () => Promise<readonly T[]>;

const around = async <T>(reading: SourceReading, what: string, read: Reader<T>): Promise<readonly T[]> =>
  await reading.readable({ ...reading.read(what, `/${what.replaceAll(' ', '-')}`), call: `Reading ${what}` }, read);

async function readShared(reading: SourceReading): Promise<InventoryPart> {
  const part = async <T>(what: string, read: (reading: SourceReading) => Promise<readonly T[]>) =>
    await around(reading, what, async () => await read(reading));
  const domainNames = await part('domain names', readDomainNames);
  return {
    domainNames,
    certificates: await part('certificates', readCertificates),
    usagePlans: await part('usage plans', readUsagePlans),
    apiKeys: await part('API keys', readApiKeys),
    vpcLinks: await part('VPC links', readVpcLinks),
    vpcEndpoints: await part('VPC endpoints', readVpcEndpoints),
    clientCertificates: await part('client certificates', readClientCertificates),
    accountSettings: await part('account settings', readAccountSettings),
    portals: await part('portals', readPortals),
    alarms: await part('alarms', readAlarms),
    eventRules: await part('event rules', readEventRules),
    hostedZones: await around(reading, 'hosted zones', async () => await readHostedZones(reading, domainNames)),
  };
}

type Known = Parameters<SourceReader['readSurroundings']>[1];

async function readSurroundings(
  reading: SourceReading,
  { apis, domainNames, vpcLinks, certificates }: Known,
): Promise<InventoryPart> {
  const listed = new Set(certificates.map(({ arn }) => arn));
  const elsewhere = domainNames.flatMap(({ certificateArn: arn }) =>
    arn === undefined || listed.has(arn) ? [] : [arn],
  );
  const part = async <T>(what: string, read: Reader<T>) => await around(reading, what, read);
  return {
    certificates: await part('certificates elsewhere', async () => await readCertificatesElsewhere(reading, elsewhere)),
    functions: await part('functions', async () => await readFunctions(reading, apis)),
    userPools: await part('user pools', async () => await readUserPools(reading, apis)),
    webAcls: await part('web ACLs', async () => await readWebAcls(reading, apis)),
    loadBalancers: await part('load balancers', async () => await readLoadBalancers(reading, apis, vpcLinks)),
    discoveryServices: await part('Cloud Map', async () => await readDiscoveryServices(reading, apis)),
    trustStores: await part('trust stores', async () => await readTrustStores(reading, domainNames)),
    logGroups: await part('log groups', async () => await readLogGroups(reading, apis)),
  };
}
