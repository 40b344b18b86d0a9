/** What a simulated Lambda function does with an event. A throw is a function error. */
export type LambdaBehaviour = (event: unknown) => unknown;

/** No behaviour is defined for the function: the service's failure, not the function's. */
export class FunctionMissing extends Error {
  constructor(uri: string) {
    super(`No simulated function behind ${uri}`);
    this.name = 'FunctionMissing';
  }
}

/** A function failed, and what the service hands on of that: `{errorMessage, errorType, ...}`. */
export class FunctionError extends Error {
  readonly payload: Readonly<Record<string, unknown>>;

  constructor(payload: Readonly<Record<string, unknown>>) {
    super(typeof payload['errorMessage'] === 'string' ? payload['errorMessage'] : 'the function failed');
    this.name = typeof payload['errorType'] === 'string' ? payload['errorType'] : 'Error';
    this.payload = payload;
  }
}

/** Simulated Lambda: behaviours by function name, invoked by ARN or by API Gateway's invocation URI. */
export class Lambdas {
  readonly #behaviours = new Map<string, LambdaBehaviour>();

  define(functionName: string, behaviour: LambdaBehaviour): void {
    this.#behaviours.set(functionName, behaviour);
  }

  /** @param uri `arn:aws:lambda:...:function:NAME` or the `.../functions/ARN/invocations` form around it. */
  async invoke(uri: string, event: unknown): Promise<unknown> {
    const name = /:function:([A-Za-z0-9_-]+)/.exec(uri)?.[1];
    const behaviour = name === undefined ? undefined : this.#behaviours.get(name);
    if (!behaviour) throw new FunctionMissing(uri);
    return behaviour(event);
  }
}
