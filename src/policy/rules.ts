import type { TierGeneration } from '../model/tier.ts';
import type { Section } from './tree.ts';

/** Where a policy may stand (Microsoft Learn, API Management policy reference, and Microsoft's XSDs; read 2026-11-23). */
export type PolicyScopeKind = 'service' | 'product' | 'api' | 'operation';

export interface AttributeRule {
  readonly isRequired?: true;
  readonly mayBeExpression?: true;
  readonly type: 'text' | 'integer' | 'boolean' | readonly string[];
}

export interface ElementRule {
  readonly attributes: Readonly<Record<string, AttributeRule>>;
  /** What the element holds: nothing, text, policies, or its own elements in this order. */
  readonly content: 'nothing' | 'text' | 'policies' | Readonly<Record<string, ElementRule & Occurs>>;
}

interface Occurs {
  readonly atLeast?: number;
  readonly atMost?: number;
}

export interface PolicyRule extends ElementRule {
  readonly sections: readonly Section[];
  readonly scopes: readonly PolicyScopeKind[];
  /** At most one in a section, or in a document. */
  readonly onlyOncePer?: 'section' | 'document';
  /** Tiers whose gateways have it (Microsoft Learn, policy reference; checked 2026-11-29); absent: all of them. */
  readonly tiers?: readonly TierGeneration[];
}

const EVERYWHERE: readonly PolicyScopeKind[] = ['service', 'product', 'api', 'operation'];
const ALL: readonly Section[] = ['inbound', 'backend', 'outbound', 'onError'];
const INBOUND: readonly Section[] = ['inbound'];

const text = { type: 'text' } as const;
const name = { type: 'text', isRequired: true } as const;
const dynamicText = { type: 'text', mayBeExpression: true } as const;
const dynamicName = { type: 'text', isRequired: true, mayBeExpression: true } as const;
const integer = { type: 'integer' } as const;
const count = { type: 'integer', isRequired: true } as const;
const dynamicInteger = { type: 'integer', mayBeExpression: true } as const;
const dynamicCount = { type: 'integer', isRequired: true, mayBeExpression: true } as const;
const boolean = { type: 'boolean' } as const;
const dynamicBoolean = { type: 'boolean', mayBeExpression: true } as const;

const TEXT: ElementRule = { attributes: {}, content: 'text' };
const list = (item: string): ElementRule => ({ attributes: {}, content: { [item]: { ...TEXT, atLeast: 1 } } });

const setValues: ElementRule = {
  attributes: {
    'name': dynamicName,
    'exists-action': { type: ['override', 'skip', 'append', 'delete'], mayBeExpression: true },
  },
  content: { value: TEXT },
};

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

const validationAction = { type: ['ignore', 'prevent', 'detect'], isRequired: true, mayBeExpression: true } as const;
const parameterActions = {
  'specified-parameter-action': validationAction,
  'unspecified-parameter-action': validationAction,
} as const;

const cachingType = { type: ['prefer-external', 'external', 'internal'] } as const;

const managedIdentity: ElementRule = {
  attributes: {
    'resource': name,
    'client-id': text,
    'output-token-variable-name': text,
    'ignore-error': boolean,
  },
  content: 'nothing',
};

const requiredClaims: ElementRule & Occurs = {
  attributes: {},
  content: {
    claim: {
      attributes: { name, match: { type: ['all', 'any'] }, separator: text },
      content: { value: TEXT },
    },
  },
  atMost: 1,
};

const certificateIdentity = {
  'thumbprint': text,
  'serial-number': text,
  'common-name': text,
  'subject': text,
  'dns-name': text,
  'issuer-subject': text,
  'issuer-thumbprint': text,
  'issuer-certificate-id': text,
} as const;

export const POLICY_RULES: Readonly<Record<string, PolicyRule>> = {
  'authentication-managed-identity': { sections: INBOUND, scopes: EVERYWHERE, ...managedIdentity },
  'base': { sections: ALL, scopes: EVERYWHERE, attributes: {}, content: 'nothing' },
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
  'check-header': {
    sections: INBOUND,
    scopes: EVERYWHERE,
    attributes: {
      'name': dynamicName,
      'failed-check-httpcode': dynamicCount,
      'failed-check-error-message': dynamicText,
      'ignore-case': dynamicBoolean,
    },
    content: { value: TEXT },
  },
  'choose': {
    sections: ALL,
    scopes: EVERYWHERE,
    attributes: {},
    content: {
      when: { attributes: { condition: dynamicName }, content: 'policies', atLeast: 1 },
      otherwise: { attributes: {}, content: 'policies', atMost: 1 },
    },
  },
  'cors': {
    sections: INBOUND,
    scopes: EVERYWHERE,
    onlyOncePer: 'section',
    attributes: { 'allow-credentials': dynamicBoolean, 'terminate-unmatched-request': dynamicBoolean },
    content: {
      'allowed-origins': { ...list('origin'), atLeast: 1, atMost: 1 },
      'allowed-methods': {
        attributes: { 'preflight-result-max-age': dynamicInteger },
        content: { method: { ...TEXT, atLeast: 1 } },
        atMost: 1,
      },
      'allowed-headers': { ...list('header'), atMost: 1 },
      'expose-headers': { ...list('header'), atMost: 1 },
    },
  },
  'emit-metric': {
    sections: ALL,
    scopes: EVERYWHERE,
    attributes: { name, 'namespace': text, 'value': dynamicText, 'default-dimensions': boolean },
    content: {
      dimension: { attributes: { name, value: dynamicText }, content: 'nothing', atLeast: 1, atMost: 10 },
    },
  },
  'forward-request': {
    sections: ['backend'],
    scopes: EVERYWHERE,
    attributes: {
      'timeout': dynamicInteger,
      'timeout-ms': dynamicInteger,
      'follow-redirects': dynamicBoolean,
      'buffer-request-body': boolean,
      'buffer-response': boolean,
      'fail-on-error-status-code': boolean,
    },
    content: 'nothing',
  },
  'include-fragment': {
    sections: ALL,
    scopes: EVERYWHERE,
    attributes: { 'fragment-id': name },
    content: 'nothing',
  },
  'ip-filter': {
    sections: INBOUND,
    scopes: EVERYWHERE,
    attributes: { action: { type: ['allow', 'forbid'], isRequired: true, mayBeExpression: true } },
    content: {
      'address': TEXT,
      'address-range': { attributes: { from: dynamicName, to: dynamicName }, content: 'nothing' },
    },
  },
  'log-to-eventhub': {
    sections: ALL,
    scopes: EVERYWHERE,
    attributes: { 'logger-id': name, 'partition-key': text, 'partition-id': text },
    content: 'text',
  },
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
  'return-response': {
    sections: ALL,
    scopes: EVERYWHERE,
    attributes: {},
    content: {
      'set-status': {
        attributes: { code: dynamicCount, reason: dynamicText },
        content: 'nothing',
        atMost: 1,
      },
      'set-header': setValues,
      'set-body': { attributes: {}, content: 'text', atMost: 1 },
    },
  },
  'rewrite-uri': {
    sections: INBOUND,
    scopes: EVERYWHERE,
    attributes: { 'template': dynamicName, 'copy-unmatched-params': dynamicBoolean },
    content: 'nothing',
  },
  'send-request': {
    sections: ALL,
    scopes: EVERYWHERE,
    attributes: {
      'mode': { type: ['new', 'copy'], mayBeExpression: true },
      'response-variable-name': text,
      'timeout': dynamicInteger,
      'timeout-ms': dynamicInteger,
      'ignore-error': boolean,
      'buffer-response': boolean,
      'fail-on-error-status-code': boolean,
    },
    content: {
      'set-url': { ...TEXT, atMost: 1 },
      'set-method': { ...TEXT, atMost: 1 },
      'set-header': setValues,
      'set-body': { ...TEXT, atMost: 1 },
      'authentication-managed-identity': { ...managedIdentity, atMost: 1 },
    },
  },
  'set-backend-service': {
    sections: ['inbound', 'backend'],
    scopes: EVERYWHERE,
    attributes: { 'base-url': dynamicText, 'backend-id': dynamicText },
    content: 'nothing',
  },
  'set-body': { sections: ['inbound', 'backend', 'outbound', 'onError'], scopes: EVERYWHERE, ...TEXT },
  'set-header': { sections: ALL, scopes: EVERYWHERE, ...setValues },
  'set-method': { sections: ['inbound', 'onError'], scopes: EVERYWHERE, ...TEXT },
  'set-query-parameter': { sections: ['inbound', 'backend'], scopes: EVERYWHERE, ...setValues },
  'set-status': {
    sections: ALL,
    scopes: EVERYWHERE,
    attributes: { code: dynamicCount, reason: dynamicText },
    content: 'nothing',
  },
  'set-variable': {
    sections: ALL,
    scopes: EVERYWHERE,
    attributes: { name, value: dynamicName },
    content: 'nothing',
  },
  // Without the elements of advanced cases: backend-application-ids, decryption-keys, tokens bound to a key.
  'validate-azure-ad-token': {
    sections: INBOUND,
    scopes: EVERYWHERE,
    attributes: {
      'tenant-id': name,
      'header-name': text,
      'query-parameter-name': text,
      'token-value': dynamicText,
      'failed-validation-httpcode': dynamicInteger,
      'failed-validation-error-message': dynamicText,
      'output-token-variable-name': text,
    },
    content: {
      'client-application-ids': { ...list('application-id'), atMost: 1 },
      'audiences': { ...list('audience'), atMost: 1 },
      'required-claims': requiredClaims,
    },
  },
  'validate-client-certificate': {
    sections: INBOUND,
    scopes: EVERYWHERE,
    attributes: {
      'validate-revocation': boolean,
      'validate-trust': boolean,
      'validate-not-before': boolean,
      'validate-not-after': boolean,
      'ignore-error': boolean,
    },
    content: {
      identities: {
        attributes: {},
        content: { identity: { attributes: certificateIdentity, content: 'nothing', atLeast: 1, atMost: 10 } },
        atMost: 1,
      },
    },
  },
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
  'validate-jwt': {
    sections: INBOUND,
    scopes: EVERYWHERE,
    attributes: {
      'header-name': text,
      'query-parameter-name': text,
      'token-value': dynamicText,
      'failed-validation-httpcode': dynamicInteger,
      'failed-validation-error-message': dynamicText,
      'require-expiration-time': dynamicBoolean,
      'require-scheme': text,
      'require-signed-tokens': dynamicBoolean,
      'clock-skew': dynamicInteger,
      'output-token-variable-name': text,
    },
    content: {
      'openid-config': { attributes: { url: name }, content: 'nothing' },
      'audiences': { ...list('audience'), atMost: 1 },
      'issuers': { ...list('issuer'), atMost: 1 },
      'required-claims': requiredClaims,
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
