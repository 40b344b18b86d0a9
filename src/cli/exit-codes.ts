/** What the command's exit status tells a script (docs: architecture, CLI). */
export const EXIT = {
  success: 0,
  /** The run or the check failed. */
  failed: 1,
  /** Wrong usage or unusable input. */
  badUsage: 2,
  /** Held for a person: a decision or a remedy is needed. */
  held: 3,
  /** Ctrl-C, as shells count it: 128 and the signal. */
  interrupted: 130,
} as const;
