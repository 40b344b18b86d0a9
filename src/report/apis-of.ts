import type { AwsApi, AwsRoute } from '../model/aws.ts';
import type { AwsInventory } from '../model/aws-inventory.ts';
import type { Finding } from '../model/finding.ts';
import type { RunRequest } from '../model/run.ts';
import { sourceKey } from '../model/source-ref.ts';
import type { Assessment } from '../planning/build-plan.ts';
import { callerNotes } from './caller-notes.ts';
import type { ApiReport, RouteReport } from './model.ts';

/** Every API at its stage with its routes, where it goes, its ledger, its findings and what its callers notice. */
export function apisOf(
  { apis, plan }: Assessment,
  inventory: AwsInventory,
  waves: RunRequest['waves'],
): readonly ApiReport[] {
  const keyOf = ({ code, at }: Finding): string => `${code} ${sourceKey(at)}`;
  const indexes = new Map(plan.findings.map((finding, index) => [keyOf(finding), index]));
  const around = new Map<string, number[]>();
  for (const [index, { at }] of plan.findings.entries()) {
    const known = around.get(at.arn);
    if (known === undefined) around.set(at.arn, [index]);
    else known.push(index);
  }
  const waveOf = new Map(waves.flatMap(({ name, apis: names }) => names.map((each) => [each, name] as const)));
  const hosts = hostnamesByStage(inventory);
  return apis.map(({ api, placements, findings: found, ledger }) => {
    const own = found.flatMap((finding) => indexes.get(keyOf(finding)) ?? []);
    const atStage = [api.at.arn, api.stage.at.arn].flatMap((arn) => around.get(arn) ?? []);
    const findings = [...new Set([...own, ...atStage])].sort((a, b) => a - b);
    const key = `${api.id}/${api.stage.name}`;
    const wave = [key, api.id, `${api.name}/${api.stage.name}`, api.name].map((name) => waveOf.get(name)).find(Boolean);
    return {
      key: [api.account, api.region, key].filter(Boolean).join(' '),
      id: api.id,
      name: api.name,
      ...(api.description === undefined ? {} : { description: api.description }),
      type: api.type,
      stage: api.stage.name,
      account: api.account,
      region: api.region,
      readFrom: api.readFrom,
      ...(wave === undefined ? {} : { wave }),
      placements: placements.map(({ apimId, path }) => ({ apimId, path })),
      hostnames: hosts.get(key) ?? [],
      operations: new Set(api.routes.map(({ method, path }) => `${method} ${path}`)).size,
      routes: api.routes.map(routeOf(api)),
      ledger,
      callers: callerNotes(
        api,
        findings.flatMap((index) => plan.findings[index] ?? []),
        hosts.get(key) ?? [],
      ),
      findings,
    };
  });
}

function hostnamesByStage({ domainNames }: AwsInventory): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, Set<string>>();
  for (const { name, mappings, routingRules } of domainNames)
    for (const { apiId, stage } of [...mappings, ...routingRules]) {
      const key = `${apiId}/${stage}`;
      found.set(key, (found.get(key) ?? new Set<string>()).add(name));
    }
  return new Map([...found].map(([key, names]) => [key, [...names]]));
}

function routeOf(api: AwsApi): (route: AwsRoute) => RouteReport {
  const authorizers = new Map(api.authorizers.map(({ id, name }) => [id, name]));
  return ({ method, path, integration, authorizationType, authorizerId, apiKeyRequired }) => ({
    method,
    path,
    integration: integration?.type ?? 'none',
    ...(integration?.uri === undefined ? {} : { uri: integration.uri }),
    authorization: authorizationType,
    ...(authorizerId === undefined ? {} : { authorizer: authorizers.get(authorizerId) ?? authorizerId }),
    apiKeyRequired,
  });
}
