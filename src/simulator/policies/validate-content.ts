import { elementsOf, type PolicyElement } from '../../policy/tree.ts';
import { GatewayFailure, SimulatorDefect } from '../failure.ts';
import { fromBytes, headerValue, sameName } from '../message.ts';
import { attribute, count, type Flow } from '../state.ts';
import type { PolicyExecutor } from './policy.ts';

/** Holds a request's body to a JSON schema of the service (Microsoft Learn, validate-content, read 2026-11-29). */
export const validateContent: PolicyExecutor = (flow, element) => {
  if (flow.section !== 'inbound') throw new SimulatorDefect('validate-content: only requests are validated here');
  const body = flow.body ?? new Uint8Array();
  if (body.length > count(flow, element, 'max-size', 0)) {
    act(flow, element, 'size-exceeded-action', `the body is ${body.length} bytes long`);
    return;
  }
  const type = contentTypeOf(flow, element);
  const content = elementsOf(element.children).find(
    (each) => each.name === 'content' && sameName(attribute(flow, each, 'type') ?? type, type),
  );
  if (content === undefined) act(flow, element, 'unspecified-content-type-action', `the content type is ${type}`);
  else if (!isValid(flow, content, body)) act(flow, content, 'action', 'the body is not what the schema describes');
};

function contentTypeOf(flow: Flow, element: PolicyElement): string {
  const map = elementsOf(element.children).find(({ name }) => name === 'content-type-map');
  if (map !== undefined && elementsOf(map.children).length > 0)
    throw new SimulatorDefect('validate-content: types are not mapped one by one here');
  const given = (name: string): string | undefined => map && attribute(flow, map, name);
  const sent = headerValue(flow.headers, 'Content-Type') ?? given('missing-content-type-value') ?? '';
  return given('any-content-type-value') ?? sent.split(';')[0]?.trim() ?? '';
}

function isValid(flow: Flow, content: PolicyElement, body: Uint8Array): boolean {
  const id = attribute(flow, content, 'schema-id');
  const schema = flow.configuration.schemas?.find((each) => each.id === id);
  if (attribute(flow, content, 'validate-as') !== 'json' || schema?.document === undefined)
    throw new SimulatorDefect(`validate-content: there is no JSON schema ${id ?? 'of the operation'} to validate by`);
  const value = parsed(body);
  const reference = attribute(flow, content, 'schema-ref') ?? '#';
  return value !== undefined && flow.effects.matchesSchema(schema.document, reference, value.json);
}

function parsed(body: Uint8Array): { readonly json: unknown } | undefined {
  try {
    return { json: JSON.parse(fromBytes(body)) as unknown };
  } catch {
    return undefined;
  }
}

/** `ignore` lets the request pass, and so does `detect`, which only logs. */
function act(flow: Flow, element: PolicyElement, action: string, message: string): void {
  if (attribute(flow, element, action) !== 'prevent') return;
  throw new GatewayFailure({ source: 'validate-content', reason: 'ValidationFailed', message, status: 400 });
}
