import type { AwsInventory } from '../model/aws.ts';
import { constructsOf, sharedConstructs, type Construct } from '../model/construct.ts';
import type { Finding } from '../model/finding.ts';
import { LEDGER_COLUMNS, type LedgerEntry, type MigrationPlan } from '../model/plan.ts';
import type { RunRequest } from '../model/run.ts';
import { sourceKey } from '../model/source-ref.ts';
import { apiSteps } from './api-steps.ts';
import { certificateSteps } from './certificate-steps.ts';
import { digestOf } from './digest.ts';
import { hostnameSteps, mappingEntries, type RecordSets } from './hostname-steps.ts';
import { balance } from './ledger.ts';
import { inOrder } from './order.ts';
import { assignments, placementsOf } from './placements.ts';
import { planWaves } from './plan-waves.ts';
import { translateApi } from './translate-api.ts';
import { usagePlanSteps, type PlacedApi } from './usage-plan-steps.ts';

/** All that a plan is made of. The same input gives the same plan, byte for byte. */
export interface PlanInput {
  readonly inventory: AwsInventory;
  readonly request: RunRequest;
  /** Records of every host name of the waves. */
  readonly recordSets: RecordSets;
  /** Where names are pointed at, such as `contoso.azure-api.net`. */
  readonly gatewayHost: string;
  /** Digest of what the target held when it was read. */
  readonly targetDigest: string;
}

/**
 * The whole migration as data: steps in order, findings, and a ledger that accounts for every construct of the source.
 * @throws Error when the ledger does not balance or steps depend on what is not there: defects of ours.
 */
export function buildPlan({ inventory, request, recordSets, gatewayHost, targetDigest }: PlanInput): MigrationPlan {
  const translated = inventory.apis.map((api) => translateApi(api, inventory, request));
  const assigned = assignments(inventory, request.waves);
  const placed: PlacedApi[] = [];
  const steps = translated.flatMap((each) => {
    const assignment = assigned.find(({ api }) => api === each.api);
    if (assignment === undefined) return [];
    const placements = placementsOf(each.api, inventory);
    placed.push({ assignment, placements, isKeyed: each.isKeyed });
    return apiSteps(each, placements, assignment);
  });
  const plans = usagePlanSteps(inventory, request, placed);
  const names = hostnameSteps(request, inventory, recordSets, gatewayHost, assigned);
  const certificates = certificateSteps(request, inventory, names.moved);
  const entries = [...translated.flatMap((each) => each.entries), ...plans.entries, ...mappingEntries(inventory)];
  const findings = [
    ...translated.flatMap((each) => each.findings),
    ...plans.findings,
    ...names.findings,
    ...certificates.findings,
    ...unplannedApis(request, assigned),
    ...inventory.gaps.map(gapFinding),
  ];
  const content = {
    schema: 'crossgate.plan/1',
    sourceDigest: digestOf(inventory),
    targetDigest,
    waves: planWaves(request, placed, names.moved, recordSets, gatewayHost),
    steps: inOrder([...steps, ...plans.steps, ...certificates.steps, ...names.steps]),
    findings: [...new Map(findings.map((each) => [`${each.code} ${sourceKey(each.at)}`, each])).values()],
    ledger: balance(constructs(inventory), worst(entries)),
  } as const;
  const digest = digestOf(content);
  return { ...content, id: `plan-${digest.slice('sha256:'.length, 'sha256:'.length + 12)}`, digest };
}

const keyOf = ({ kind, at }: Construct): string => `${kind} ${sourceKey(at)}`;

/** Each construct once: routes of an HTTP API may share an integration. */
function constructs(inventory: AwsInventory): readonly Construct[] {
  const { usagePlans, apiKeys, domainNames } = inventory;
  const all = [...inventory.apis.flatMap(constructsOf), ...sharedConstructs(usagePlans, apiKeys, domainNames)];
  return [...new Map(all.map((each) => [keyOf(each), each])).values()];
}

/** What is shared stands in the worst column that one of its users puts it in. */
function worst(entries: readonly LedgerEntry[]): readonly LedgerEntry[] {
  const byKey = new Map<string, LedgerEntry>();
  for (const entry of entries) {
    const key = keyOf({ kind: entry.construct, at: entry.at });
    const known = byKey.get(key);
    const isWorse = known === undefined || LEDGER_COLUMNS.indexOf(entry.column) > LEDGER_COLUMNS.indexOf(known.column);
    const openDecision = entry.openDecision || known?.openDecision === true;
    byKey.set(key, { ...(isWorse ? entry : known), openDecision });
  }
  return [...byKey.values()];
}

/** A name in a wave that is no API of the source: a misspelt one must not be left behind unnoticed. */
function unplannedApis({ waves }: RunRequest, assigned: ReturnType<typeof assignments>): Finding[] {
  return waves.flatMap(({ name: wave, apis }) =>
    apis
      .filter(
        (name) =>
          !assigned.some(({ api }) =>
            [api.id, api.name].some((own) => name === own || name === `${own}/${api.stage.name}`),
          ),
      )
      .map((name) => ({
        code: 'API-NOT-FOUND',
        severity: 'blocker' as const,
        feature: 'waves',
        at: { arn: `run:waves/${wave}`, pointer: `/apis/${name}` },
        message: `The wave ${wave} names the API ${name}, which the source has not.`,
        awsBehaviour: 'No API with a stage has this id or name.',
        apimBehaviour: 'Nothing is planned for it.',
        remedy: 'Correct the name, or look at what discovery could not read.',
      })),
  );
}

const gapFinding = ({ at, call, reason, remedy }: AwsInventory['gaps'][number]): Finding => ({
  code: 'NOT-READ',
  severity: 'blocker',
  feature: 'discovery',
  at,
  message: `${call} could not be read: ${reason}`,
  awsBehaviour: 'Unknown: what was not read may control access.',
  apimBehaviour: 'Nothing is planned for it.',
  remedy,
});
