const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Rejects when this process is told to stop; listens until `done` is aborted. */
export function untilStopped(done: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    for (const signal of SIGNALS) {
      const stop = (): void => reject(new Error(`stopped by ${signal}`));
      process.on(signal, stop);
      done.addEventListener('abort', () => process.off(signal, stop));
    }
  });
}
