import { elementsOf, type PolicyElement } from '../../policy/tree.ts';
import { headerValue, sameName, type Entries } from '../message.ts';
import { attribute, Finished, flag, textOf, type Flow } from '../state.ts';
import type { PolicyExecutor } from './policy.ts';

/** Answers preflights and marks other answers; `terminate-unmatched-request` defaults to true. */
export const cors: PolicyExecutor = (flow, element) => {
  const { headers, method } = flow.original;
  const origin = headerValue(headers, 'Origin');
  if (origin === undefined) return;
  const asked = method === 'OPTIONS' ? headerValue(headers, 'Access-Control-Request-Method') : undefined;
  const common = originHeaders(flow, element, origin);
  const isMatched = common !== undefined && (asked === undefined || allowsPreflight(flow, element, asked));
  if (!isMatched) {
    if (asked === undefined && !flag(flow, element, 'terminate-unmatched-request', true)) return;
    throw new Finished(emptyAnswer([]));
  }
  if (asked !== undefined) throw new Finished(emptyAnswer([...common, ...preflightHeaders(flow, element, asked)]));
  const exposed = list(flow, element, 'expose-headers');
  flow.corsHeaders = [
    ...common,
    ...(exposed.length > 0 ? [['Access-Control-Expose-Headers', exposed.join(',')] as const] : []),
  ];
};

function emptyAnswer(headers: Entries) {
  return { status: 200, reason: 'OK', headers, body: new Uint8Array() };
}

function child(element: PolicyElement, name: string): PolicyElement | undefined {
  return elementsOf(element.children).find((candidate) => candidate.name === name);
}

function list(flow: Flow, element: PolicyElement, name: string): readonly string[] {
  return elementsOf(child(element, name)?.children ?? []).map((item) => textOf(flow, item).trim());
}

function originHeaders(flow: Flow, element: PolicyElement, origin: string): Entries | undefined {
  const origins = list(flow, element, 'allowed-origins');
  const withCredentials = flag(flow, element, 'allow-credentials', false);
  const isAny = origins.includes('*');
  if (!isAny && !origins.some((allowed) => sameName(allowed, origin))) return undefined;
  return [
    ['Access-Control-Allow-Origin', isAny && !withCredentials ? '*' : origin],
    ...(withCredentials ? [['Access-Control-Allow-Credentials', 'true'] as const] : []),
  ];
}

function allowsPreflight(flow: Flow, element: PolicyElement, method: string): boolean {
  // Without a list only the methods of simple requests are allowed.
  const listed = list(flow, element, 'allowed-methods');
  const methods = listed.length > 0 ? listed : ['GET', 'POST'];
  const allowed = list(flow, element, 'allowed-headers');
  return (
    (methods.includes('*') || methods.some((item) => sameName(item, method))) &&
    (allowed.includes('*') || askedHeaders(flow).every((name) => allowed.some((item) => sameName(item, name))))
  );
}

function askedHeaders(flow: Flow): readonly string[] {
  const asked = headerValue(flow.original.headers, 'Access-Control-Request-Headers') ?? '';
  return asked.split(',').flatMap((name) => (name.trim() === '' ? [] : [name.trim()]));
}

function preflightHeaders(flow: Flow, element: PolicyElement, method: string): Entries {
  const methods = child(element, 'allowed-methods');
  const maxAge = methods && attribute(flow, methods, 'preflight-result-max-age');
  const headers = askedHeaders(flow);
  return [
    ['Access-Control-Allow-Methods', method],
    ...(headers.length > 0 ? [['Access-Control-Allow-Headers', headers.join(',')] as const] : []),
    ...(maxAge === undefined ? [] : [['Access-Control-Max-Age', maxAge] as const]),
  ];
}
