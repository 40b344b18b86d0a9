import { attributeOr, textOf } from '../state.ts';
import type { PolicyExecutor } from './policy.ts';

/** Keeps the event that would go to the hub. */
export const logToEventhub: PolicyExecutor = (flow, element) => {
  const loggerId = attributeOr(flow, element, 'logger-id', '');
  flow.telemetry.push({ kind: 'event', loggerId, text: textOf(flow, element) });
};
