import { elementsOf } from '../../policy/tree.ts';
import { attributeOr, count, Finished } from '../state.ts';
import type { PolicyExecutor } from './policy.ts';
import { bodyOf } from './set-body.ts';
import { withValues } from './set-header.ts';

/** Answers at once with an own response: 200 without body unless its children say otherwise. */
export const returnResponse: PolicyExecutor = (flow, element) => {
  // Expressions of the children read context.Response as it was, so the new one is built beside it.
  let response = { status: 200, reason: 'OK', headers: [] as Parameters<typeof withValues>[2], body: new Uint8Array() };
  for (const child of elementsOf(element.children)) {
    if (child.name === 'set-status')
      response = {
        ...response,
        status: count(flow, child, 'code', 200),
        reason: attributeOr(flow, child, 'reason', ''),
      };
    else if (child.name === 'set-header')
      response = { ...response, headers: withValues(flow, child, response.headers) };
    else response = { ...response, body: new Uint8Array(bodyOf(flow, child)) };
  }
  throw new Finished(response);
};
