import { elementsOf, type PolicyElement } from '../../policy/tree.ts';
import { sameName, withoutNamed, type Entries } from '../message.ts';
import { attributeOr, textOf, type Flow } from '../state.ts';
import type { PolicyExecutor } from './policy.ts';

/** Changes the request before the backend answered, the response after it. */
export const setHeader: PolicyExecutor = (flow, element) => {
  if (flow.response === undefined) flow.headers = withValues(flow, element, flow.headers);
  else flow.response = { ...flow.response, headers: withValues(flow, element, flow.response.headers) };
};

/** Entries after a set-header or set-query-parameter element, by its exists-action. */
export function withValues(flow: Flow, element: PolicyElement, entries: Entries): Entries {
  const name = attributeOr(flow, element, 'name', '');
  const added = elementsOf(element.children).map((child) => [name, textOf(flow, child)] as const);
  switch (attributeOr(flow, element, 'exists-action', 'override')) {
    case 'delete':
      return withoutNamed(entries, name);
    case 'append':
      return [...entries, ...added];
    case 'skip':
      return entries.some(([key]) => sameName(key, name)) ? entries : [...entries, ...added];
    default:
      return [...withoutNamed(entries, name), ...added];
  }
}
