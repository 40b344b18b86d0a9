import * as z from 'zod';
import { FailureError } from '../model/outcome.ts';
import type { AzureResourceRead, AzureWrite } from '../ports/azure-resources.ts';
import type { Progress, StepPorts } from './step-kind.ts';
import { isAsWritten } from '../policy/written.ts';

/** Body of a resource in its contract, as planned: `location`, `tags`, `properties` and what else the type has. */
export const azureBody = z.record(z.string(), z.unknown());
export type AzureBody = z.infer<typeof azureBody>;

/** What stood at an id before a step: nothing, or this. */
export type AzureBefore = { readonly existed: false } | { readonly existed: true; readonly body: AzureBody };

/** Marks what a run made, where the type has tags: an undo takes away nothing else. */
const RUN_TAG = 'crossgate-run';

/** Members that Azure adds to every resource, and no write may hold. */
const NOT_WRITTEN = ['id', 'name', 'type', 'etag', 'systemData'];
/** Members of `properties` that the provider owns. */
const OWN_PROPERTIES = [
  'provisioningState',
  'resourceState',
  'timeModified',
  'userId',
  'revision',
  'applicationGateways',
];

export function beforeOf(read: AzureResourceRead | undefined): AzureBefore {
  return read === undefined ? { existed: false } : { existed: true, body: writable(read.body) };
}

/** What was read as it can be written again: without what the provider owns, and without null where the contract has a text. */
function writable(body: AzureBody): AzureBody {
  const { properties, ...others } = body;
  const kept = Object.entries(others).filter(([name, value]) => !NOT_WRITTEN.includes(name) && value !== null);
  const own = Object.entries((properties ?? {}) as AzureBody).filter(
    ([name, value]) => !OWN_PROPERTIES.includes(name) && value !== null,
  );
  return { ...Object.fromEntries(kept), properties: Object.fromEntries(own) };
}

/** The body as it is sent: a type with tags is told which run made it. */
export function tagged(body: AzureBody, { runId }: Pick<StepPorts, 'runId'>): AzureBody {
  if (body['tags'] === undefined) return body;
  return { ...body, tags: { ...(body['tags'] as Record<string, string>), [RUN_TAG]: runId } };
}

/**
 * Whether what is there is what the plan says. Tags are anybody's, and a place is given once and spelled in several ways (`East US`,
 * `eastus`).
 */
export function isAsPlanned(planned: AzureBody, read: AzureResourceRead): boolean {
  const { tags: _, location: __, ...content } = planned;
  return isAsWritten(content, read.body);
}

/** @throws FailureError `conflict` when a resource is not what this run left: somebody's is never written over or removed. */
export function assertOwn(read: AzureResourceRead, written: AzureBody, ports: Pick<StepPorts, 'runId'>): void {
  const tag = (read.body['tags'] as Readonly<Record<string, unknown>> | null | undefined)?.[RUN_TAG];
  const isTagged = written['tags'] === undefined || tag === ports.runId;
  if (isTagged && isAsPlanned(written, read)) return;
  const message = `${read.id} was made or changed by somebody else: look at it, then remove or keep it by hand`;
  throw new FailureError({ kind: 'conflict', code: 'CHANGED-BY-OTHERS', message, at: read.id });
}

/** What stands around the service; the service itself has steps of its own, and roles are for people to give. */
const PROVIDERS = ['microsoft.apicenter', 'microsoft.insights', 'microsoft.network'];

/** @throws FailureError `denied` for a place that run.json does not name, or a provider that no run writes to. */
export function assertInScope(id: string, { azureScopes }: Pick<StepPorts, 'azureScopes'>): void {
  const isBelow = (scope: string): boolean => id.toLowerCase().startsWith(`${scope}/`.toLowerCase());
  const [, provider = ''] = /.*\/providers\/([^/]+)\//i.exec(id) ?? [];
  const isPlain = !id.split('/').includes('..');
  if (azureScopes.some(isBelow) && isPlain && PROVIDERS.includes(provider.toLowerCase())) return;
  const message = `${id} is outside of what run.json names, which is ${azureScopes.join(', ')}: nothing was written`;
  throw new FailureError({ kind: 'denied', code: 'OUT-OF-SCOPE', message, at: id });
}

export function azureProgress(write: AzureWrite): Progress {
  return write.done ? { state: 'done' } : { state: 'running', operation: write.operation };
}
