import type { AssessedInput } from '../model/assessment-input.ts';
import type { AwsInventory } from '../model/aws-inventory.ts';
import { countBySeverity } from '../model/finding.ts';
import type { RunRequest } from '../model/run.ts';
import { plannedTier } from '../model/tier.ts';
import type { Assessment } from '../planning/build-plan.ts';
import { apisOf } from './apis-of.ts';
import { defaultHost } from './backend-address.ts';
import { backendsOf } from './backends-of.ts';
import { certificatesOf } from './certificates-of.ts';
import { ROLES } from './facts/roles.ts';
import { asIsGraph, toBeGraph } from './graphs-of.ts';
import { guideOf } from './guide/guide-of.ts';
import type { ApiReport, FixedCaller, Report, WaveReport } from './model.ts';
import { mapTexts, redactor } from './secrets.ts';
import { readersOf, verdictOf } from './summaries-of.ts';
import { tierOf } from './tier-of.ts';
import { trafficOf } from './traffic-of.ts';

export interface ReportInput {
  readonly assessment: Assessment;
  readonly inventory: AwsInventory;
  /** Whose waves and tier are shown. */
  readonly request: Pick<RunRequest, 'waves' | 'target'>;
  readonly inputs: readonly AssessedInput[];
  /** ISO time: days to the end of certificates count from it. */
  readonly createdAt: string;
}

/** Everything that an assessment says, once, without a secret. The same input gives the same report. */
export function reportOf({ assessment, inventory, request, inputs, createdAt }: ReportInput): Report {
  const { plan, entries, shared } = assessment;
  const apis = apisOf(assessment, inventory, request.waves);
  const operations = apis.reduce((sum, api) => sum + api.operations, 0);
  const traffic = trafficOf(inventory.apis);
  const facts = {
    createdAt,
    planDigest: plan.digest,
    sourceDigest: plan.sourceDigest,
    counts: {
      apis: apis.length,
      operations,
      hostnames: inventory.domainNames.length,
      accounts: new Set(inventory.apis.map(({ account }) => account)).size,
      regions: new Set(inventory.apis.map(({ region }) => region)).size,
      findings: countBySeverity(plan.findings),
    },
    ledger: plan.ledger,
    sharedLedger: shared,
    apis,
    findings: plan.findings,
    guide: guideOf(inventory, entries, plan.findings),
    backends: backendsOf(inventory.apis),
    asIs: asIsGraph(inventory),
    toBe: toBeGraph(inventory, assessment.apis),
    traffic,
    tier: tierOf(inventory, operations, traffic, plannedTier(request.target)),
    certificates: certificatesOf(inventory, createdAt),
    fixedCallers: fixedCallersOf(inventory),
    waves: wavesOf(request.waves, apis),
    roles: ROLES,
    inputs,
    gaps: inventory.gaps,
    leftOut: inventory.leftOut,
  };
  const report: Report = {
    schema: 'crossgate.report/1',
    ...facts,
    verdict: verdictOf(facts),
    readers: readersOf(facts),
  };
  return mapTexts(report, redactor(inventory));
}

/** Addresses of AWS that callers may use: no record of the owner's DNS leads there, so none can be changed. */
function fixedCallersOf({ apis, domainNames }: AwsInventory): readonly FixedCaller[] {
  const mapped = new Set(
    domainNames.flatMap(({ mappings, routingRules }) =>
      [...mappings, ...routingRules].map(({ apiId, stage }) => `${apiId}/${stage}`),
    ),
  );
  return apis
    .filter(({ disableExecuteApiEndpoint }) => !disableExecuteApiEndpoint)
    .map(({ id, name, region, stage, traffic }) => {
      const hasName = mapped.has(`${id}/${stage.name}`);
      return {
        host: defaultHost({ id, region }),
        api: `${name} ${stage.name}`.trim(),
        ...(hasName || traffic === undefined ? {} : { requests: traffic.requests }),
        text: hasName
          ? 'Open beside its custom domain: who calls it is in the access logs only.'
          : 'The only address: every caller must change to the new one.',
      };
    });
}

function wavesOf(waves: RunRequest['waves'], apis: readonly ApiReport[]): readonly WaveReport[] {
  const byWave = new Map<string, ApiReport[]>();
  for (const api of apis) if (api.wave !== undefined) byWave.set(api.wave, [...(byWave.get(api.wave) ?? []), api]);
  return waves.map(({ name, hostnames }, index) => {
    const own = byWave.get(name) ?? [];
    return {
      name,
      apis: own.map((api) => `${api.name} ${api.stage}`.trim()),
      hostnames: hostnames.map((each) => each.name),
      operations: own.reduce((sum, { operations }) => sum + operations, 0),
      why:
        index === 0
          ? 'The smallest group that stands alone: it proves the way before others follow.'
          : 'APIs that share a host name move together; it starts when the wave before is committed.',
    };
  });
}
