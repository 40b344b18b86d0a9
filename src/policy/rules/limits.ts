import {
  EVERYWHERE,
  INBOUND,
  text,
  dynamicText,
  dynamicName,
  integer,
  count,
  dynamicCount,
  type ElementRule,
  type PolicyRule,
} from './rule.ts';

/** Limits of APIs and operations inside another; those of `quota` have its window (quota.xsd). */
const apiLimit = (own: ElementRule['attributes'], inner: ElementRule['attributes']): ElementRule => {
  const operation: ElementRule = { attributes: { id: text, name: text, ...inner }, content: 'nothing' };
  return {
    attributes: own,
    content: { api: { attributes: { id: text, name: text, ...inner }, content: { operation } } },
  };
};

const byKey = {
  'counter-key': dynamicName,
  'increment-condition': dynamicText,
  'increment-count': dynamicText,
};

/** How often may be called. */
export const LIMITS_RULES: Readonly<Record<string, PolicyRule>> = {
  'quota': {
    sections: INBOUND,
    scopes: ['product'],
    onlyOncePer: 'document',
    ...apiLimit({ 'calls': integer, 'renewal-period': integer }, { calls: integer }),
  },
  'quota-by-key': {
    sections: INBOUND,
    scopes: EVERYWHERE,
    tiers: ['classic'],
    attributes: {
      'calls': integer,
      'bandwidth': integer,
      'renewal-period': count,
      'first-period-start': text,
      ...byKey,
    },
    content: 'nothing',
  },
  'rate-limit': {
    sections: INBOUND,
    scopes: ['product', 'api', 'operation'],
    onlyOncePer: 'document',
    ...apiLimit({ 'calls': integer, 'renewal-period': count }, { 'calls': integer, 'renewal-period': count }),
  },
  'rate-limit-by-key': {
    sections: INBOUND,
    scopes: EVERYWHERE,
    tiers: ['classic', 'v2'],
    attributes: { 'calls': dynamicCount, 'renewal-period': dynamicCount, ...byKey },
    content: 'nothing',
  },
};
