import { EVERYWHERE, ALL, name, dynamicName, type PolicyRule } from './rule.ts';

/** What runs, and what is remembered while it does. */
export const FLOW_RULES: Readonly<Record<string, PolicyRule>> = {
  'base': { sections: ALL, scopes: EVERYWHERE, attributes: {}, content: 'nothing' },
  'choose': {
    sections: ALL,
    scopes: EVERYWHERE,
    attributes: {},
    content: {
      when: { attributes: { condition: dynamicName }, content: 'policies', atLeast: 1 },
      otherwise: { attributes: {}, content: 'policies', atMost: 1 },
    },
  },
  'include-fragment': {
    sections: ALL,
    scopes: EVERYWHERE,
    attributes: { 'fragment-id': name },
    content: 'nothing',
  },
  'set-variable': {
    sections: ALL,
    scopes: EVERYWHERE,
    attributes: { name, value: dynamicName },
    content: 'nothing',
  },
};
