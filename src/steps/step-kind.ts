import type * as z from 'zod';
import type { Step } from '../model/plan.ts';
import type { ApiManagement } from '../ports/api-management.ts';
import type { AzureResources } from '../ports/azure-resources.ts';
import type { CertificateSource } from '../ports/certificate-source.ts';
import type { CertificateVault } from '../ports/certificate-vault.ts';
import type { DnsZones } from '../ports/dns.ts';
import type { PfxWriter } from '../ports/pfx-writer.ts';
import type { SecretVault } from '../ports/secret-vault.ts';
import type { AwsScope, SourceReader } from '../ports/source-reader.ts';

/** What steps need from the world. Types only: an activity hands in the adapters. */
export interface StepPorts {
  readonly runId: string;
  readonly apiManagement: ApiManagement;
  readonly azureResources: AzureResources;
  /** Ids below which the run may write: its resource group, and what run.json names besides. */
  readonly azureScopes: readonly string[];
  readonly dnsZones: DnsZones;
  readonly source: Pick<SourceReader, 'apiKeyValue'>;
  readonly certificateSource: CertificateSource;
  readonly certificateVault: CertificateVault;
  readonly secretVault: SecretVault;
  readonly pfxWriter: PfxWriter;
  now(): Date;
  /** The account and region that a step's payload names by its index in the run's request. */
  scope(index: number): AwsScope;
}

/** How far a step got. `operation` is what `proceed` needs to look again; it holds no secret. */
export type Progress = { readonly state: 'done' } | { readonly state: 'running'; readonly operation: string };

export const DONE: Progress = { state: 'done' };

/**
 * One kind of change. The executor captures what was there, records the undo made from it, and only then applies; so a crash
 * at any point leaves a record of what may have happened. `apply` is safe to run again. Failures are thrown as FailureErrors.
 */
export interface StepKind<Payload, Before> {
  readonly kind: string;
  readonly payload: z.ZodType<Payload>;
  /**
   * Whether all of it is so already, for a plan that leaves such steps out. Only of kinds that write elsewhere than to resources of the
   * service, which plans compare by what they read of all of them at once.
   */
  isDone?(payload: Payload, ports: StepPorts): Promise<boolean>;
  /** What is there now: JSON-safe, without secrets. */
  capture(payload: Payload, ports: StepPorts): Promise<Before>;
  apply(payload: Payload, ports: StepPorts): Promise<Progress>;
  /** Another look at what `apply` left running. */
  proceed(operation: string, payload: Payload, ports: StepPorts): Promise<Progress>;
  /** The step that takes this one back, as data; run by the same executor. */
  compensate(step: Step, before: Before): Undo;
}

export type Undo = { readonly step: Step } | { readonly irreversible: string };

export function defineStepKind<Payload, Before>(kind: StepKind<Payload, Before>): StepKind<Payload, Before> {
  return kind;
}

/** The undo of a step: same origin, its own id, nothing to wait for. */
export function undoOf(step: Step, kind: string, summary: string, payload: Readonly<Record<string, unknown>>): Undo {
  return { step: { id: `undo:${step.id}`, kind, summary, dependsOn: [], from: step.from, place: step.place, payload } };
}
