import {
  EVERYWHERE,
  INBOUND,
  text,
  name,
  dynamicText,
  dynamicName,
  dynamicInteger,
  dynamicCount,
  boolean,
  dynamicBoolean,
  TEXT,
  list,
  type ElementRule,
  type Occurs,
  type PolicyRule,
} from './rule.ts';

/** Of a policy of its own, or for a request that a policy sends. */
export const managedIdentity: ElementRule = {
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

/** Who may call, and who the service says that it is. */
export const ACCESS_RULES: Readonly<Record<string, PolicyRule>> = {
  'authentication-managed-identity': { sections: INBOUND, scopes: EVERYWHERE, ...managedIdentity },
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
  'ip-filter': {
    sections: INBOUND,
    scopes: EVERYWHERE,
    attributes: { action: { type: ['allow', 'forbid'], isRequired: true, mayBeExpression: true } },
    content: {
      'address': TEXT,
      'address-range': { attributes: { from: dynamicName, to: dynamicName }, content: 'nothing' },
    },
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
};
