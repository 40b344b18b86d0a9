/** What a header can be called (RFC 9110, 5.1). */
export const isToken = (name: string): boolean => /^[\w!#$%&'*+.^`|~-]+$/.test(name);

/** Names that API Gateway gives back under another one (recorded 2024-12-11). */
export const RENAMED_ANSWER_HEADERS: readonly string[] = (
  'authorization connection content-length content-md5 date expect host max-forwards proxy-authenticate server trailer ' +
  'upgrade user-agent www-authenticate x-amzn-requestid'
).split(' ');

/** The name under which a header of an answer reaches the caller. */
export const answeredName = (name: string): string =>
  RENAMED_ANSWER_HEADERS.includes(name.toLowerCase()) ? `x-amzn-Remapped-${name}` : name;
