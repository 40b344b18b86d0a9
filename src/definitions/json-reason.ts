/** Why a text is no JSON: `Unexpected token } in JSON at position 17` with the position as line and column. */
export function jsonReason(error: unknown, text: string): string {
  const message = (error instanceof Error ? error.message : String(error)).replaceAll(/\s+/g, ' ').slice(0, 200);
  if (/^(Unexpected end|Unterminated)/.test(message))
    return `${message} at line ${text.split('\n').length}: the file is cut off`;
  const position = /at position (\d+)/.exec(message)?.[1];
  if (position === undefined || message.includes('(line')) return message;
  const before = text.slice(0, Number(position)).split('\n');
  return `${message} (line ${before.length} column ${(before.at(-1)?.length ?? 0) + 1})`;
}
