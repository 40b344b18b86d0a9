import type { Unclaimed } from '../model/aws.ts';
import type { DiscoveryGap } from '../model/aws-account.ts';
import type { SourceRef } from '../model/source-ref.ts';
import { placeholdersIn, placeholdersInTemplate } from './placeholders.ts';

/** What a reader could not take in: kept beside what it did, so that nothing is lost. */
export class Notes {
  readonly unclaimed: Unclaimed[] = [];
  readonly gaps: DiscoveryGap[] = [];

  /** A member or an extension that no reader knows. */
  unknown(at: SourceRef, name: string): void {
    this.unclaimed.push({ at, name });
  }

  /** A value that means something but could not be read. */
  gap(at: SourceRef, call: string, reason: string, remedy: string, severity: 'review' | 'blocker'): void {
    this.gaps.push({ at, call, reason, remedy, severity });
  }

  /** A text whose placeholders nobody has filled. */
  placeholders(at: SourceRef, text: string): void {
    this.#open(at, placeholdersIn(text), '');
  }

  /** The same of a mapping template, which is read as if the deployment put nothing in. */
  placeholdersOfTemplate(at: SourceRef, text: string): void {
    this.#open(at, placeholdersInTemplate(text), '; until then the template prints nothing there');
  }

  #open(at: SourceRef, found: readonly string[], more: string): void {
    if (found.length === 0) return;
    const names = [...new Set(found)].slice(0, 5).join(', ');
    const remedy = 'Assess what is deployed (an export, a snapshot, or the account), or fill it in.';
    this.gap(at, 'A placeholder', `${names} is filled in when the definition is deployed${more}`, remedy, 'review');
  }
}
