/** What an orchestrator asks for; `type` is the SDK's action number (durable-functions 3.5). */
export interface Action {
  readonly actionType: number;
  readonly functionName?: string;
  readonly input?: unknown;
  readonly instanceId?: string;
  readonly version?: string;
  readonly retryOptions?: RetryOptions;
  readonly fireAt?: Date | string;
  readonly isCanceled?: boolean;
  readonly httpRequest?: HttpRequestAction;
  readonly externalEventName?: string;
  readonly compoundActions?: readonly Action[];
}

export interface HttpRequestAction {
  readonly method: string;
  readonly uri: string;
  readonly content?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly tokenSource?: unknown;
  readonly asynchronousPatternEnabled?: boolean;
}

export interface RetryOptions {
  readonly firstRetryIntervalInMilliseconds: number;
  readonly maxNumberOfAttempts: number;
  readonly backoffCoefficient?: number;
  readonly maxRetryIntervalInMilliseconds?: number;
  readonly retryTimeoutInMilliseconds?: number;
}

export const ACTION = {
  callActivity: 0,
  callActivityWithRetry: 1,
  callSubOrchestrator: 2,
  callSubOrchestratorWithRetry: 3,
  continueAsNew: 4,
  createTimer: 5,
  waitForExternalEvent: 6,
  callEntity: 7,
  callHttp: 8,
  signalEntity: 9,
  whenAny: 11,
  whenAll: 12,
  lockEntities: 13,
  releaseEntities: 14,
} as const;

/**
 * The single actions of an output in the order in which the SDK numbers them: depth first, each once. A task listed again in
 * a later `Task.any` is the same object in one process, so identity tells it apart; the real host schedules it again
 * (durable-js issue 574, recorded 2026-11-23).
 */
export function atomsOf(actions: readonly (readonly Action[])[]): Action[] {
  const seen = new Set<Action>();
  const visit = (action: Action): void => {
    if (seen.has(action)) return;
    seen.add(action);
    if (action.compoundActions !== undefined) for (const child of action.compoundActions) visit(child);
  };
  for (const list of actions) for (const action of list) visit(action);
  return [...seen].filter((action) => action.compoundActions === undefined);
}

/** Whether the SDK gives the action's task a number. */
export function isNumbered({ actionType }: Action): boolean {
  const unnumbered: readonly number[] = [ACTION.continueAsNew, ACTION.waitForExternalEvent];
  return !unnumbered.includes(actionType);
}
