import { toBytes } from '../message.ts';
import { textOf } from '../state.ts';
import type { PolicyExecutor } from './policy.ts';

export const setBody: PolicyExecutor = (flow, element) => {
  const body = toBytes(textOf(flow, element));
  if (flow.response === undefined) flow.body = body;
  else flow.response = { ...flow.response, body };
};
