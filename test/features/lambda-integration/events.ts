/** Of one call or one place: they differ between two calls of the same gateway, too. */
const VARYING =
  /"(requestId|extendedRequestId|requestTime|time|X-Amzn-Trace-Id|x-amzn-trace-id|domainName|domainPrefix|Host|host|deploymentId|resourceId)":("[^"]*"|\["[^"]*"\])|"(requestTimeEpoch|timeEpoch)":\d+/g;

/** An event without what varies and what has no counterpart. */
export function comparable({
  requestContext,
  ...event
}: {
  readonly requestContext: Record<string, unknown>;
}): unknown {
  const { deploymentId: _deployment, resourceId: _resource, ...context } = requestContext;
  return JSON.parse(JSON.stringify({ ...event, requestContext: context }).replaceAll(VARYING, '"varying":0'));
}

/** The event that a function was sent. */
export const eventOf = ({ body }: { readonly body: Buffer } = { body: Buffer.alloc(0) }): unknown =>
  comparable(JSON.parse(body.toString()) as { requestContext: Record<string, unknown> });
