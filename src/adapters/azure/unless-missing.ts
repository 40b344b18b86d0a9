import { azureFailure } from './failures.ts';

/** What a call gives, undefined where the service has no such thing. @throws FailureError for any other failure. */
export async function unlessMissing<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    const failure = azureFailure(error);
    if (failure.failure.kind === 'missing') return undefined;
    throw failure;
  }
}
