/** Sends a signal to a process and all that it started; false when there is nobody left. Windows has no groups: the process alone. */
export function signalGroup(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, signal);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ESRCH') return false;
    // Not ours to signal any more: the number was given to somebody else's process.
    if (code === 'EPERM') return false;
    throw error;
  }
}

export function isRunning(pid: number): boolean {
  return signalGroup(pid, 0);
}
