import type { Step } from '../../model/plan.ts';
import type { ApimTier } from '../../model/tier.ts';
import { importDocument, type ImportDocument } from './import-document.ts';

export type Properties = Readonly<Record<string, unknown>>;

/** What a service has before a plan, as ARM answers it: paths below the service with their properties. */
export interface HeldResource {
  readonly path: string;
  readonly properties: Properties;
}

/** A resource as one step of a plan writes it. */
export interface PlannedWrite {
  readonly step: Step;
  /** Place among the writes, in the plan's order. */
  readonly order: number;
  /** Collections along its path, such as `apis/operations`. */
  readonly kind: string;
  readonly path: string;
  /** Last segment of the path. */
  readonly id: string;
  readonly properties: Properties;
}

/** A removal that is a step of a plan. */
export interface PlannedRemoval {
  readonly step: Step;
  readonly order: number;
  readonly path: string;
}

const WRITES = ['put-apim-resource', 'put-subscription', 'import-operations', 'restore-apim-resource'];
/** What a WebSocket API has from the start. */
const HANDSHAKE = 'onHandshake';

/** Names and ids are compared as ARM does, without regard to case. */
export const keyOf = (path: string): string => path.toLowerCase();

/** A plan's writes with what is there at each of them: what rules look at. */
export class PlannedWrites {
  readonly steps: readonly Step[];
  readonly tier: ApimTier;
  readonly writes: readonly PlannedWrite[];
  readonly removals: readonly PlannedRemoval[];
  readonly held: readonly HeldResource[];
  /** Texts of policies that were held to their rules when they were made. */
  readonly judgedPolicies: ReadonlySet<string>;
  readonly #byKind: ReadonlyMap<string, readonly PlannedWrite[]>;
  /** Where each path comes into being: a place among the writes, or -1 for what is there before. */
  readonly #since = new Map<string, number>();
  readonly #documents = new Map<PlannedWrite, ImportDocument>();

  constructor(
    steps: readonly Step[],
    tier: ApimTier,
    held: readonly HeldResource[],
    judgedPolicies: ReadonlySet<string> = new Set(),
  ) {
    this.judgedPolicies = judgedPolicies;
    this.steps = steps;
    this.tier = tier;
    this.held = held;
    for (const { path } of held) this.#since.set(keyOf(path), -1);
    const writes: PlannedWrite[] = [];
    const removals: PlannedRemoval[] = [];
    steps.forEach((step, order) => {
      const { path } = step.payload;
      if (typeof path !== 'string') return;
      if (WRITES.includes(step.kind)) writes.push(this.#write(step, order, path));
      else if (step.kind === 'remove-apim-resource') removals.push({ step, order, path });
    });
    this.writes = writes;
    this.removals = removals;
    this.#byKind = Map.groupBy(writes, ({ kind }) => kind);
  }

  #write(step: Step, order: number, path: string): PlannedWrite {
    const segments = path.split('/');
    const properties = (step.payload['properties'] ?? step.payload['previous'] ?? {}) as Properties;
    this.#begin(path, order);
    if (segments[0] === 'apis' && segments.length === 2 && isWebSocket(properties))
      this.#begin(`${path}/operations/${HANDSHAKE}`, order);
    let kind = segments[0] ?? '';
    for (let index = 2; index < segments.length; index += 2) kind += `/${segments[index]}`;
    const write = { step, order, kind, path, id: segments.at(-1) ?? '', properties };
    if (kind === 'apis' && typeof properties['value'] === 'string') this.#beginOperations(write);
    return write;
  }

  #beginOperations(write: PlannedWrite): void {
    const document = this.documentOf(write);
    if (!document.ok) return;
    for (const { id } of document.operations)
      if (id !== undefined) this.#begin(`${write.path}/operations/${id}`, write.order);
  }

  #begin(path: string, order: number): void {
    const key = keyOf(path);
    if (!this.#since.has(key)) this.#since.set(key, order);
  }

  ofKind(kind: string): readonly PlannedWrite[] {
    return this.#byKind.get(kind) ?? [];
  }

  /** Whether a resource is there when the step at `order` runs. */
  isThere(path: string, order: number): boolean {
    const since = this.#since.get(keyOf(path));
    return since !== undefined && since < order;
  }

  /** The document that a write of an API imports, read once. */
  documentOf(write: PlannedWrite): ImportDocument {
    const known = this.#documents.get(write) ?? importDocument(String(write.properties['value']));
    this.#documents.set(write, known);
    return known;
  }

  heldOfKind(kind: string): readonly HeldResource[] {
    const depth = kind.split('/').length * 2;
    return this.held.filter(({ path }) => {
      const segments = path.split('/');
      return (
        segments.length === depth &&
        segments
          .filter((_, index) => index % 2 === 0)
          .join('/')
          .toLowerCase() === kind.toLowerCase()
      );
    });
  }
}

export const isWebSocket = ({ type, apiType }: Properties): boolean => (type ?? apiType) === 'websocket';
