import { FailureError } from '../model/outcome.ts';
import type { Step } from '../model/plan.ts';
import { bindHostnames, unbindHostnames } from './bind-hostnames.ts';
import { changeDns } from './change-dns.ts';
import { importOperations, removeOperations } from './import-operations.ts';
import { putApimResource } from './put-apim-resource.ts';
import { putAzureResource } from './put-azure-resource.ts';
import { putSecret, removeSecret } from './put-secret.ts';
import { putSubscription } from './put-subscription.ts';
import { removeApimResource } from './remove-apim-resource.ts';
import { removeAzureResource } from './remove-azure-resource.ts';
import { restoreApimResource } from './restore-apim-resource.ts';
import { restoreAzureResource } from './restore-azure-resource.ts';
import { removeCertificate, transferCertificate } from './transfer-certificate.ts';
import type { Progress, StepKind, StepPorts, Undo } from './step-kind.ts';

/** A step of a known kind, its payload checked: what the executor runs. */
export interface BoundStep {
  readonly step: Step;
  /** Absent of kinds whose steps a plan compares otherwise. */
  readonly isDone?: (ports: StepPorts) => Promise<boolean>;
  capture(ports: StepPorts): Promise<unknown>;
  apply(ports: StepPorts): Promise<Progress>;
  proceed(operation: string, ports: StepPorts): Promise<Progress>;
  compensate(before: unknown): Undo;
}

type Binder = (step: Step) => BoundStep;

function binder<Payload, Before>(kind: StepKind<Payload, Before>): [string, Binder] {
  const bind: Binder = (step) => {
    const payload = kind.payload.parse(step.payload);
    return {
      step,
      ...(kind.isDone && { isDone: async (ports: StepPorts) => (await kind.isDone?.(payload, ports)) === true }),
      capture: (ports) => kind.capture(payload, ports),
      apply: (ports) => kind.apply(payload, ports),
      proceed: (operation, ports) => kind.proceed(operation, payload, ports),
      compensate: (before) => kind.compensate(step, before as Before),
    };
  };
  return [kind.kind, bind];
}

/** All kinds of change. A new kind is one file and one entry here. */
const BINDERS = new Map<string, Binder>([
  binder(bindHostnames),
  binder(changeDns),
  binder(importOperations),
  binder(putApimResource),
  binder(putAzureResource),
  binder(putSecret),
  binder(putSubscription),
  binder(removeApimResource),
  binder(removeAzureResource),
  binder(removeCertificate),
  binder(removeOperations),
  binder(removeSecret),
  binder(restoreApimResource),
  binder(restoreAzureResource),
  binder(transferCertificate),
  binder(unbindHostnames),
]);

/** @throws FailureError `defect` for a kind that nobody knows: a plan of another version, or a mistake of ours. */
export function bindStep(step: Step): BoundStep {
  const bind = BINDERS.get(step.kind);
  if (bind === undefined) {
    const message = `step ${step.id} is of kind ${step.kind}, which this version does not know: plan again with this version`;
    throw new FailureError({ kind: 'defect', code: 'UNKNOWN-STEP-KIND', message, at: step.id });
  }
  return bind(step);
}
