import * as z from 'zod';
import { CONSTRUCT_KINDS } from './construct.ts';
import { finding } from './finding.ts';
import { sourceRef } from './source-ref.ts';

/** Columns of the conservation ledger (docs: architecture, Ledger). Every construct stands in exactly one. */
export const LEDGER_COLUMNS = ['translated', 'differs', 'manual', 'blocked'] as const;
export type LedgerColumn = (typeof LEDGER_COLUMNS)[number];

/** One construct of the source and where it went. */
export const ledgerEntry = z
  .object({
    at: sourceRef,
    construct: z.enum(CONSTRUCT_KINDS),
    column: z.enum(LEDGER_COLUMNS),
    /** An open decision is carried by its recommended option only. */
    openDecision: z.boolean(),
    feature: z.string(),
  })
  .readonly();
export type LedgerEntry = z.infer<typeof ledgerEntry>;

export const ledger = z
  .object({
    total: z.number().int(),
    translated: z.number().int(),
    differs: z.number().int(),
    manual: z.number().int(),
    blocked: z.number().int(),
    carried: z.number().int(),
    carriedNoDecision: z.number().int(),
  })
  .readonly();
export type Ledger = z.infer<typeof ledger>;

/** Phases that consist of steps; the other states of a run look, wait and decide. */
export const STEP_PHASES = [
  'transferring-certificates',
  'importing',
  'registering-backends',
  'opening',
  'arming',
  'cutting-over',
  'committing',
] as const;
export type StepPhase = (typeof STEP_PHASES)[number];

/** One change, with everything needed to make it and to tell where it came from. Payloads hold references, never secrets. */
export const step = z
  .object({
    id: z.string(),
    kind: z.string(),
    summary: z.string(),
    dependsOn: z.array(z.string()).readonly(),
    from: z.array(sourceRef).readonly(),
    /** When it runs, and with what it stands and falls: an API, a hostname, or what a wave shares. */
    place: z.object({ wave: z.string(), phase: z.enum(STEP_PHASES), unit: z.string() }).readonly(),
    payload: z.record(z.string(), z.unknown()).readonly(),
  })
  .readonly();
export type Step = z.infer<typeof step>;

/** What a wave moves, in the terms in which it is watched. */
const planWave = z
  .object({
    name: z.string(),
    apis: z
      .array(
        z.object({
          /** Id in API Management, and the path that it is mounted at. */
          apimId: z.string(),
          path: z.string(),
          /** The unit of its steps. */
          unit: z.string(),
          name: z.string(),
          /** Where it comes from; `scope` is the index of the run's source. */
          source: z.object({ scope: z.number().int(), apiId: z.string(), stage: z.string() }).readonly(),
        }),
      )
      .readonly(),
    hostnames: z
      .array(
        z.object({
          name: z.string(),
          zone: z.string(),
          /** Where the name points after the cutover. */
          target: z.string(),
          /** Seconds for which caches may hold what the name led to when the plan was made. */
          ttl: z.number().int(),
        }),
      )
      .readonly(),
  })
  .readonly();
export type PlanWave = z.infer<typeof planWave>;

/** What the steps of a run's n-th further plan are called by; those of its first are called by nothing more. */
export const deltaPrefix = (delta: number): string => `delta-${delta}:`;

/** Which plan of its run a step is of, from 0 on. */
export const deltaOf = (stepId: string): number => Number(/^delta-(\d+):/.exec(stepId)?.[1] ?? 0);

/** What becomes of a place of the target, against what stands there. */
export const CHANGES = ['create', 'update', 'leave'] as const;
export type Change = (typeof CHANGES)[number];

const resourceChange = z.object({ path: z.string(), change: z.enum(CHANGES) }).readonly();
export type ResourceChange = z.infer<typeof resourceChange>;

export const changeCounts = z.record(z.enum(CHANGES), z.number().int());

/** What will be done, complete: hashed, approved by digest, executed as approved. */
export const migrationPlan = z
  .object({
    schema: z.literal('crossgate.plan/1'),
    id: z.string(),
    digest: z.string(),
    sourceDigest: z.string(),
    targetDigest: z.string(),
    waves: z.array(planWave).readonly(),
    steps: z.array(step).readonly(),
    /** Resources of the service that the source asks for, each once; absent where no service was read. */
    changes: z.array(resourceChange).readonly().optional(),
    findings: z.array(finding).readonly(),
    ledger,
  })
  .readonly();
export type MigrationPlan = z.infer<typeof migrationPlan>;
