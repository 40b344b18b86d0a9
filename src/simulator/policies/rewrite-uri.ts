import { queryEntries } from '../message.ts';
import { attributeOr, flag } from '../state.ts';
import type { PolicyExecutor } from './policy.ts';

/** Path and query for the backend; `{name}` takes a parameter of the operation's template as it was sent. */
export const rewriteUri: PolicyExecutor = (flow, element) => {
  const template = attributeOr(flow, element, 'template', '/');
  const filled = template.replace(/\{([^{}]+)\}/g, (whole, name: string) => flow.parameters.get(name) ?? whole);
  const mark = filled.indexOf('?');
  const path = mark === -1 ? filled : filled.slice(0, mark);
  const query = mark === -1 ? [] : queryEntries(filled.slice(mark));
  const copied = flag(flow, element, 'copy-unmatched-params', true)
    ? flow.query.filter(([name]) => !query.some(([key]) => key === name))
    : [];
  flow.path = path.startsWith('/') ? path : `/${path}`;
  flow.query = [...query, ...copied];
};
