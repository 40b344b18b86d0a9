import { activities } from '../src/contracts/activities.ts';
import { defineActivity, settled } from './define-activity.ts';
import { gapsOf, putPart } from './inventory-part.ts';
import { requestOf } from './run-record.ts';
import { scopeOf, sourceOf } from './source-scope.ts';

/** Reads what the APIs of one account and region share: domain names, certificates, usage plans, keys without their values. */
export const discoverShared = defineActivity(activities.discoverShared, ({ runId, scope }, world) =>
  settled(async () => {
    const at = scopeOf(sourceOf(await requestOf(runId, world), scope));
    const reader = await world.source();
    const domainNames = await reader.readDomainNames(at);
    const certificates = await reader.readCertificates(at);
    const usagePlans = await reader.readUsagePlans(at);
    const apiKeys = await reader.readApiKeys(at);
    const part = {
      domainNames: domainNames.items,
      certificates: certificates.items,
      usagePlans: usagePlans.items,
      apiKeys: apiKeys.items,
      gaps: gapsOf(domainNames, certificates, usagePlans, apiKeys),
    };
    return { digest: await putPart(runId, `shared-${scope}`, part, world) };
  }),
);
