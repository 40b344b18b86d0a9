import type { Pipeline } from './paced-requests.ts';

/**
 * How long a request may wait for its answer: longer than Azure Resource Manager itself waits for API Management, which is some two
 * minutes (cutover-and-saga.md, section 7).
 */
const LONGEST_MS = 150_000;

/**
 * Ends requests that nobody answers. The SDK waits for ever by itself (core-rest-pipeline 1.24, `timeout` 0; 2026-11-29), and the run
 * with it, until the host ends the activity. A lost answer is transient: the next try looks first at what the lost one has done.
 */
export function answerDeadline(milliseconds: number = LONGEST_MS): Parameters<Pipeline['addPolicy']>[0] {
  return {
    name: 'crossgateDeadline',
    sendRequest(request, next) {
      if (request.timeout === 0) request.timeout = milliseconds;
      return next(request);
    },
  };
}
