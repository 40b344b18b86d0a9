import { toText } from '../../csharp/text.ts';
import type { PolicyElement } from '../../policy/tree.ts';
import { toBytes } from '../message.ts';
import { valueOf, type Flow } from '../state.ts';
import type { PolicyExecutor } from './policy.ts';

export const setBody: PolicyExecutor = (flow, element) => {
  const body = bodyOf(flow, element);
  if (flow.response === undefined) flow.body = body;
  else flow.response = { ...flow.response, body };
};

/** What set-body writes: text as UTF-8, bytes as they are. */
export function bodyOf(flow: Flow, element: PolicyElement): Uint8Array {
  const value = element.text === undefined ? '' : valueOf(flow, element.text, element.name);
  return value instanceof Uint8Array ? value : toBytes(toText(value));
}
