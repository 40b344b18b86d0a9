import { elementsOf } from '../../policy/tree.ts';
import { GatewayFailure } from '../failure.ts';
import { headerValue } from '../message.ts';
import { attributeOr, count, flag, textOf } from '../state.ts';
import type { PolicyExecutor } from './policy.ts';

export const checkHeader: PolicyExecutor = (flow, element) => {
  const value = headerValue(flow.headers, attributeOr(flow, element, 'name', ''));
  const ignoreCase = flag(flow, element, 'ignore-case', false);
  const fold = (text: string) => (ignoreCase ? text.toLowerCase() : text);
  const allowed = elementsOf(element.children).map((child) => fold(textOf(flow, child)));
  if (value !== undefined && (allowed.length === 0 || allowed.includes(fold(value)))) return;
  throw new GatewayFailure({
    source: element.name,
    reason: value === undefined ? 'HeaderNotFound' : 'HeaderValueNotAllowed',
    message: attributeOr(flow, element, 'failed-check-error-message', ''),
    status: count(flow, element, 'failed-check-httpcode', 401),
  });
};
