/** `24/Nov/2026:03:12:50 +0000`, the common log format, in UTC. @param at milliseconds since the epoch */
export function requestTimeText(at: number): string {
  const [, day = '', month = '', year = '', time = ''] =
    /^\w+, (\d+) (\w+) (\d+) ([\d:]+)/.exec(new Date(at).toUTCString()) ?? [];
  return `${day}/${month}/${year}:${time} +0000`;
}
