import { decide } from './feature.ts';
import type { AwsInventory } from '../model/aws-inventory.ts';
import type { Finding } from '../model/finding.ts';
import type { RunRequest } from '../model/run.ts';
import type { FindingText } from './feature.ts';

/**
 * Something that stands around APIs, such as an alarm or a web ACL: no construct of the ledger, but a person must know what
 * becomes of it. `findings` is its catalogue, as a feature's.
 */
export interface AccountFeature {
  readonly id: string;
  /** E exact, C with a caveat, D needs a decision, U unsupported (docs: mapping). */
  readonly fidelity: 'E' | 'C' | 'D' | 'U';
  readonly findings: Readonly<Record<string, FindingText>>;
  readonly assess: (
    inventory: AwsInventory,
    request: Pick<RunRequest, 'mode' | 'decisions' | 'waves'> & Partial<Pick<RunRequest, 'target'>>,
  ) => readonly Finding[];
}

export function defineAccountFeature(feature: AccountFeature): AccountFeature {
  return feature;
}

/**
 * A decision about what stands around APIs. An open one stops no migration: what it would be unsafe to move without an answer has
 * a blocker of its own at the API, the host name or the certificate.
 */
export function decideAround(finding: Finding, { decisions }: Pick<RunRequest, 'decisions'>): Finding {
  return decide(finding, { mode: 'assess', decisions }).finding;
}
