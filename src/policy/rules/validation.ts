import { EVERYWHERE, INBOUND, text, name, dynamicCount, boolean, dynamicBoolean, type PolicyRule } from './rule.ts';

const validationAction = { type: ['ignore', 'prevent', 'detect'], isRequired: true, mayBeExpression: true } as const;
const parameterActions = {
  'specified-parameter-action': validationAction,
  'unspecified-parameter-action': validationAction,
} as const;

/** What a request has to be. */
export const VALIDATION_RULES: Readonly<Record<string, PolicyRule>> = {
  'validate-content': {
    sections: ['inbound', 'outbound', 'onError'],
    scopes: EVERYWHERE,
    attributes: {
      'unspecified-content-type-action': validationAction,
      'max-size': dynamicCount,
      'size-exceeded-action': validationAction,
      'errors-variable-name': text,
    },
    content: {
      'content-type-map': {
        attributes: { 'any-content-type-value': text, 'missing-content-type-value': text },
        content: {
          type: { attributes: { from: text, when: dynamicBoolean, to: name }, content: 'nothing' },
        },
        atMost: 1,
      },
      'content': {
        attributes: {
          'validate-as': { type: ['json', 'xml', 'soap'], isRequired: true },
          'type': text,
          'action': validationAction,
          'schema-id': text,
          'schema-ref': text,
          'allow-additional-properties': boolean,
          'case-insensitive-property-names': boolean,
        },
        content: 'nothing',
      },
    },
  },
  'validate-parameters': {
    sections: INBOUND,
    scopes: EVERYWHERE,
    onlyOncePer: 'section',
    attributes: { ...parameterActions, 'errors-variable-name': text },
    content: 'nothing',
  },
};
