import type { AssessedInput } from '../model/assessment-input.ts';
import type { AwsLeftOut, DiscoveryGap } from '../model/aws-account.ts';
import type { AwsApi, AwsTrafficBaseline } from '../model/aws.ts';
import type { Finding, Severity } from '../model/finding.ts';
import type { Ledger } from '../model/plan.ts';

/**
 * `crossgate.report/1`: what an assessment says, once, for every format. JSON-safe, complete and free of secrets; renderers add no
 * facts. Places of findings are indexes into `findings`.
 */
export interface Report {
  readonly schema: 'crossgate.report/1';
  /** ISO time. */
  readonly createdAt: string;
  readonly planDigest: string;
  readonly sourceDigest: string;
  readonly verdict: Verdict;
  readonly counts: {
    readonly apis: number;
    readonly operations: number;
    readonly hostnames: number;
    readonly accounts: number;
    readonly regions: number;
    readonly findings: Readonly<Record<Severity, number>>;
  };
  readonly ledger: Ledger;
  /** What belongs to no single API; with those of `apis` it adds up to `ledger`. */
  readonly sharedLedger: Ledger;
  readonly readers: readonly ReaderSummary[];
  readonly apis: readonly ApiReport[];
  readonly findings: readonly Finding[];
  readonly guide: readonly GuideTableReport[];
  readonly backends: readonly BackendReport[];
  readonly asIs: Graph;
  readonly toBe: Graph;
  readonly traffic: TrafficReport;
  readonly tier: TierReport;
  readonly certificates: readonly CertificateReport[];
  readonly fixedCallers: readonly FixedCaller[];
  readonly waves: readonly WaveReport[];
  readonly roles: RolesReport;
  readonly inputs: readonly AssessedInput[];
  readonly gaps: readonly DiscoveryGap[];
  readonly leftOut: readonly AwsLeftOut[];
}

/** `blocked`: something has no way yet; `decisions`: people must choose; `ready`: the plan can be reviewed. */
export interface Verdict {
  readonly state: 'blocked' | 'decisions' | 'ready';
  readonly title: string;
  readonly text: string;
  readonly nextSteps: readonly string[];
}

export interface ReaderSummary {
  readonly reader: string;
  readonly points: readonly string[];
}

export interface RouteReport {
  readonly method: string;
  readonly path: string;
  readonly integration: string;
  readonly uri?: string;
  readonly authorization: string;
  readonly authorizer?: string;
  readonly apiKeyRequired: boolean;
}

export interface ApiReport {
  /** Unique in the report. */
  readonly key: string;
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  readonly type: AwsApi['type'];
  readonly stage: string;
  readonly account: string;
  readonly region: string;
  readonly readFrom: AwsApi['readFrom'];
  readonly wave?: string;
  readonly placements: readonly { readonly apimId: string; readonly path: string }[];
  readonly hostnames: readonly string[];
  /** Method and path pairs of the source. */
  readonly operations: number;
  readonly routes: readonly RouteReport[];
  readonly ledger: Ledger;
  /** What callers notice, in plain words. */
  readonly callers: readonly string[];
  readonly findings: readonly number[];
}

export interface GuideTableReport {
  readonly id: string;
  readonly title: string;
  readonly rows: readonly GuideRowReport[];
}

export interface GuideRowReport {
  readonly id: string;
  readonly aws: string;
  readonly azure: string;
  readonly approach: string;
  readonly links: readonly { readonly text: string; readonly url: string }[];
  /** How often the source uses it; 0 is "not used here". */
  readonly uses: number;
  /** Findings that speak of it. */
  readonly findings: readonly number[];
  /** Where we differ from the guide, and why. */
  readonly differs?: string;
}

export interface BackendReport {
  readonly kind: 'http' | 'private' | 'function' | 'aws-service' | 'mock';
  readonly address: string;
  readonly routes: number;
  readonly apis: readonly string[];
  readonly decision: 'retain' | 'repoint' | 'replace' | 'none';
  readonly reason: string;
}

export const LANES = ['hostname', 'front', 'api', 'stage', 'integration', 'network'] as const;
export type Lane = (typeof LANES)[number];

export interface GraphNode {
  readonly id: string;
  readonly lane: Lane;
  readonly label: string;
  readonly detail: string;
}

export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly { readonly from: string; readonly to: string }[];
}

export interface TrafficReport {
  /** APIs whose baseline was read, of all. */
  readonly known: number;
  readonly requestsPerMonth: number;
  readonly peakPerSecond: number;
  readonly apis: readonly ({ readonly api: string } & AwsTrafficBaseline)[];
}

export interface TierReport {
  readonly recommended: string;
  /** What the plan is made for, in words. */
  readonly planned: string;
  readonly reason: string;
  /** What the source needs, and the tiers that have it. */
  readonly needs: readonly { readonly need: string; readonly because: string; readonly tiers: readonly string[] }[];
  readonly tiers: readonly TierOption[];
  /** Date and source of the prices, what the range covers. */
  readonly priceNote: string;
  readonly basis: string;
}

export interface TierOption {
  readonly tier: string;
  readonly fits: boolean;
  /** Needs that it does not meet. */
  readonly misses: readonly string[];
  readonly limits: string;
  /** US dollars a month for each choice of regions; null where the source's traffic gives no number. */
  readonly costs: readonly {
    readonly regions: string;
    readonly units: number;
    readonly low: number;
    readonly high: number;
  }[];
}

export interface CertificateReport {
  readonly hostname: string;
  readonly certificate?: string;
  readonly path: 'export' | 'reissue' | 'unknown';
  readonly checks: readonly { readonly check: string; readonly ok: boolean; readonly text: string }[];
}

export interface FixedCaller {
  readonly host: string;
  readonly api: string;
  readonly requests?: number;
  readonly text: string;
}

export interface WaveReport {
  readonly name: string;
  readonly apis: readonly string[];
  readonly hostnames: readonly string[];
  readonly operations: number;
  readonly why: string;
}

export interface RolesReport {
  readonly aws: readonly { readonly actions: readonly string[]; readonly why: string }[];
  readonly azure: readonly { readonly role: string; readonly scope: string; readonly why: string }[];
}
