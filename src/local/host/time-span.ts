/** Milliseconds of a .NET TimeSpan `[d.]hh:mm:ss[.fraction]`; undefined for any other text. */
export function timeSpanMs(text: string): number | undefined {
  const span = /^(?:(\d+)\.)?(\d+):(\d\d):(\d\d(?:\.\d+)?)$/.exec(text.trim());
  if (span === null) return undefined;
  const [, days = '0', hours = '0', minutes = '0', seconds = '0'] = span;
  return Math.round((((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000);
}

/** A TimeSpan of whole seconds in .NET's spelling. */
export function timeSpan(ms: number): string {
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  const seconds = ms / 1000;
  return `${two(seconds / 3600)}:${two((seconds / 60) % 60)}:${two(seconds % 60)}`;
}
