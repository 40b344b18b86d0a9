import {
  EVERYWHERE,
  ALL,
  INBOUND,
  name,
  dynamicText,
  dynamicName,
  dynamicCount,
  dynamicBoolean,
  TEXT,
  type PolicyRule,
} from './rule.ts';

const cachingType = { type: ['prefer-external', 'external', 'internal'] } as const;

/** What is kept between calls. */
export const CACHING_RULES: Readonly<Record<string, PolicyRule>> = {
  'cache-lookup': {
    sections: INBOUND,
    scopes: EVERYWHERE,
    onlyOncePer: 'section',
    attributes: {
      'vary-by-developer': { ...dynamicBoolean, isRequired: true },
      'vary-by-developer-groups': { ...dynamicBoolean, isRequired: true },
      'downstream-caching-type': { type: ['none', 'private', 'public'], mayBeExpression: true },
      'must-revalidate': dynamicBoolean,
      'caching-type': cachingType,
      'allow-private-response-caching': dynamicBoolean,
    },
    content: { 'vary-by-header': TEXT, 'vary-by-query-parameter': TEXT },
  },
  'cache-lookup-value': {
    sections: ALL,
    scopes: EVERYWHERE,
    attributes: {
      'key': dynamicName,
      'default-value': dynamicText,
      'variable-name': name,
      'caching-type': cachingType,
    },
    content: 'nothing',
  },
  'cache-remove-value': {
    sections: ALL,
    scopes: EVERYWHERE,
    attributes: { 'key': dynamicName, 'caching-type': cachingType },
    content: 'nothing',
  },
  'cache-store': {
    sections: ['outbound'],
    scopes: EVERYWHERE,
    onlyOncePer: 'section',
    attributes: { 'duration': dynamicCount, 'cache-response': dynamicBoolean },
    content: 'nothing',
  },
  'cache-store-value': {
    sections: ALL,
    scopes: EVERYWHERE,
    attributes: {
      'key': dynamicName,
      'value': dynamicName,
      'duration': dynamicCount,
      'caching-type': cachingType,
    },
    content: 'nothing',
  },
};
