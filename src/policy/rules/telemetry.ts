import { EVERYWHERE, ALL, text, name, dynamicText, boolean, type PolicyRule } from './rule.ts';

/** What is told to whoever watches. */
export const TELEMETRY_RULES: Readonly<Record<string, PolicyRule>> = {
  'emit-metric': {
    sections: ALL,
    scopes: EVERYWHERE,
    attributes: { name, 'namespace': text, 'value': dynamicText, 'default-dimensions': boolean },
    content: {
      dimension: { attributes: { name, value: dynamicText }, content: 'nothing', atLeast: 1, atMost: 10 },
    },
  },
  'log-to-eventhub': {
    sections: ALL,
    scopes: EVERYWHERE,
    attributes: { 'logger-id': name, 'partition-key': text, 'partition-id': text },
    content: 'text',
  },
};
