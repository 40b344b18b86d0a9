import type { AwsApi } from '../model/aws.ts';
import type { AwsInventory } from '../model/aws-inventory.ts';
import type { Construct, ConstructKind } from '../model/construct.ts';
import type { DifferencePlace, Finding, FindingOption, Severity } from '../model/finding.ts';
import type { LedgerColumn, LedgerEntry } from '../model/plan.ts';
import type { RunRequest } from '../model/run.ts';
import { sourceKey, type SourceRef } from '../model/source-ref.ts';
import type { ApimTier } from '../model/tier.ts';
import type { PolicyNode, Section } from '../policy/tree.ts';
import type { RoutePlan } from './handling.ts';

/** Effective order of an inbound section (docs: mapping, B): a contribution names its place, build-plan sorts. */
export const INBOUND_PLACES = [
  'cors',
  'host-gate',
  'network',
  'client-certificate',
  'authentication',
  'key-gate',
  'throttle',
  'validation',
  'cache',
  'transform',
  'backend',
] as const;
export type InboundPlace = (typeof INBOUND_PLACES)[number];

/** Policies for the whole API, or for some of its operations. `replacesBase`: the section drops what wider scopes do there. */
export interface PolicyContribution {
  readonly operationIds: 'api' | readonly string[];
  readonly section: Section;
  readonly place: InboundPlace;
  readonly nodes: readonly PolicyNode[];
  readonly replacesBase?: true;
}

/** A resource of the service that an API needs, by its path, and the ARM properties of it. */
export interface ResourceContribution {
  readonly path: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly from: readonly SourceRef[];
  /** Paths of resources that have to stand before it. */
  readonly needs?: readonly string[];
}

/** A resource that several APIs share. `after`: the path of another one that is put before it, and with which it stands and falls. */
export interface SharedResource extends ResourceContribution {
  readonly after?: string;
}

export interface Contribution {
  readonly resources: readonly ResourceContribution[];
  /** Resources below the API, at each place where it is mounted: paths such as `diagnostics/azuremonitor`. */
  readonly ofApi?: readonly ResourceContribution[];
  /** Resources that all APIs of the service share, such as `loggers/azuremonitor`: whoever needs one says the same of it. */
  readonly shared?: readonly SharedResource[];
  readonly policies: readonly PolicyContribution[];
  readonly findings: readonly Finding[];
  readonly entries: readonly LedgerEntry[];
  /** Schemas of payloads by name, as components of OpenAPI 3.0.1. */
  readonly schemas?: Readonly<Record<string, unknown>>;
}

/** What a feature may know besides its API: how each route is carried, what people decided, and what it plans for. */
export interface FeatureContext {
  readonly inventory: AwsInventory;
  readonly mode: RunRequest['mode'];
  readonly decisions: RunRequest['decisions'];
  readonly routes: readonly RoutePlan[];
  readonly tier: ApimTier;
  /** Tokens of Microsoft Entra ID that the run lets in, if it names any. */
  readonly entra?: RunRequest['entra'];
  /** Policies of people's own, by the place of the route. */
  readonly overrides?: RunRequest['overrides'];
  /** How calls of AWS are signed, and the vault that keeps what that needs. */
  readonly aws?: RunRequest['aws'];
  readonly keyVault?: RunRequest['keyVault'];
  /** WebSocket servers that take an API's connections in place of API Gateway, by its id or name. */
  readonly webSocketBackends?: RunRequest['webSocketBackends'];
  /** Where the run sends traces and counters; undefined where it names no instance. */
  readonly applicationInsights?: RunRequest['target']['applicationInsights'];
  /** Where the run sends lines of access logs by decision; undefined where it names no hub. */
  readonly eventHub?: RunRequest['target']['eventHub'];
  /** Of the run, where a plan is made for one. */
  readonly target?: Pick<RunRequest['target'], 'subscriptionId' | 'resourceGroup' | 'service'>;
  readonly clientCertificates?: RunRequest['clientCertificates'];
  /** Where functions were moved to, by their ARNs. */
  readonly functionApps?: RunRequest['functionApps'];
}

/** Text of one finding of a feature's catalogue; `{detail}` in the message is filled in. */
export interface FindingText {
  readonly severity: Severity;
  readonly message: string;
  readonly awsBehaviour: string;
  readonly apimBehaviour: string;
  readonly remedy: string;
  readonly options?: readonly FindingOption[];
  readonly differs?: readonly DifferencePlace[];
}

/** One feature of API Gateway, translated. `claims` are the constructs whose ledger entries it may write. */
export interface Feature {
  readonly id: string;
  /** E exact, C with a caveat, D needs a decision, U unsupported (docs: mapping). */
  readonly fidelity: 'E' | 'C' | 'D' | 'U';
  readonly claims: readonly ConstructKind[];
  readonly findings: Readonly<Record<string, FindingText>>;
  /** Types of API that it translates; REST and HTTP unless it says otherwise: a WebSocket API is carried as a whole (websocket.ts). */
  readonly apiTypes?: readonly AwsApi['type'][];
  readonly translate: (api: AwsApi, context: FeatureContext) => Contribution;
}

/** Of features that do the same for every type of API. */
export const EVERY_API_TYPE: readonly AwsApi['type'][] = ['REST', 'HTTP', 'WEBSOCKET'];

const REQUESTS_AND_ANSWERS: readonly AwsApi['type'][] = ['REST', 'HTTP'];

/** Whether a feature has anything to say of an API. */
export const translates = ({ apiTypes = REQUESTS_AND_ANSWERS }: Feature, { type }: AwsApi): boolean =>
  apiTypes.includes(type);

export function defineFeature(feature: Feature): Feature {
  return feature;
}

export const NOTHING: Contribution = { resources: [], policies: [], findings: [], entries: [] };

/** A finding of a catalogue at a place. @throws Error for a code that the catalogue has not: a defect of ours. */
export function report(
  feature: Pick<Feature, 'id' | 'findings'>,
  code: string,
  at: SourceRef,
  detail: string = '',
): Finding {
  const text = feature.findings[code];
  if (text === undefined) throw new Error(`feature ${feature.id} has no finding ${code}`);
  return { code, feature: feature.id, at, ...text, message: text.message.replaceAll('{detail}', detail) };
}

export function enter(
  feature: string,
  constructs: readonly Construct[],
  column: LedgerColumn,
  openDecision = false,
): LedgerEntry[] {
  return constructs.map(({ kind, at }) => ({ at, construct: kind, column, openDecision, feature }));
}

/** Where a decision finding leads: the option taken, the ledger's column, and the finding as this mode shows it. */
export interface Decided {
  readonly option: string | undefined;
  readonly column: LedgerColumn;
  readonly isOpen: boolean;
  readonly finding: Finding;
}

/** `decisions: {"*": "recommended"}` takes every finding's recommended option that the run does not decide by name. */
const EVERY_DECISION = '*';
const RECOMMENDED = 'recommended';

/**
 * Applies the run's decisions to a finding: `CODE@arn#pointer` before `CODE` before `*`. An open one counts by its recommended option when
 * assessing and is blocked otherwise; a migration may not start with it (docs: architecture, Ledger).
 */
export function decide(finding: Finding, context: Pick<FeatureContext, 'mode' | 'decisions'>): Decided {
  const { mode, decisions } = context;
  const options = finding.options ?? [];
  const recommended = options.find((option) => option.recommended === true)?.name;
  const chosen =
    decisions[`${finding.code}@${sourceKey(finding.at)}`] ??
    decisions[finding.code] ??
    (decisions[EVERY_DECISION] === RECOMMENDED ? recommended : undefined);
  if (chosen === undefined) {
    const severity = mode === 'assess' ? finding.severity : 'blocker';
    const column = mode === 'assess' && recommended !== undefined ? 'differs' : 'blocked';
    return { option: recommended, column, isOpen: true, finding: { ...finding, severity } };
  }
  if (!options.some(({ name }) => name === chosen)) {
    const message = `${finding.message} The decision "${chosen}" is none of its options (${options.map(({ name }) => name).join(', ')}).`;
    return {
      option: undefined,
      column: 'blocked',
      isOpen: true,
      finding: { ...finding, severity: 'blocker', message },
    };
  }
  return { option: chosen, column: 'differs', isOpen: false, finding: { ...finding, severity: 'info' } };
}
