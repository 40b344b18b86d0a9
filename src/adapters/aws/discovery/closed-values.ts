import { FailureError } from '../../../model/outcome.ts';
import type { SourceRef } from '../../../model/source-ref.ts';
import { sourceKey } from '../../../model/source-ref.ts';

/**
 * A value of a set that the model knows whole; AWS may come to know more, and to guess would migrate something else.
 * @throws FailureError `invalid` for any other value
 */
export function oneOf<const T extends string>(known: readonly T[], value: string | undefined, at: SourceRef): T {
  const found = known.find((item) => item === value);
  if (found !== undefined) return found;
  const message = `${JSON.stringify(value ?? null)} is none of ${known.join(', ')}, which are all that this version knows`;
  throw new FailureError({ kind: 'invalid', code: 'unknown-value', message, at: sourceKey(at) });
}

export const INTEGRATION_TYPES = ['HTTP', 'HTTP_PROXY', 'AWS', 'AWS_PROXY', 'MOCK'] as const;
export const CONNECTION_TYPES = ['INTERNET', 'VPC_LINK'] as const;
export const PASSTHROUGH = ['WHEN_NO_MATCH', 'WHEN_NO_TEMPLATES', 'NEVER'] as const;
export const CONTENT_HANDLING = ['CONVERT_TO_BINARY', 'CONVERT_TO_TEXT'] as const;
export const ENDPOINT_TYPES = ['EDGE', 'REGIONAL', 'PRIVATE'] as const;
export const PAYLOAD_FORMATS = ['1.0', '2.0'] as const;

/** `oneOf`, where the member may be absent. */
export function optionallyOneOf<const T extends string>(
  known: readonly T[],
  value: string | undefined,
  at: SourceRef,
): T | undefined {
  return value === undefined ? undefined : oneOf(known, value, at);
}
