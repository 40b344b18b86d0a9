import { managedIdentity } from './access.ts';
import {
  EVERYWHERE,
  ALL,
  INBOUND,
  text,
  dynamicText,
  dynamicName,
  dynamicInteger,
  dynamicCount,
  boolean,
  dynamicBoolean,
  TEXT,
  setValues,
  type PolicyRule,
} from './rule.ts';

/** What is sent, to whom, and what is answered. */
export const MESSAGES_RULES: Readonly<Record<string, PolicyRule>> = {
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
};
