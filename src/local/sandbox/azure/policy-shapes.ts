/* oxlint-disable max-lines -- a table, made by a script */
import type { PolicyShape } from './policy-shape.ts';

/**
 * What policies hold by Microsoft's schemas of them (microsoft/vscode-apimanagement, MIT). Made by scripts/policy-shapes.mjs; not to be
 * changed by hand.
 */
export const POLICY_SHAPES: Readonly<Record<string, PolicyShape>> = {
  'base': { policy: 'base' },
  'choose': {
    attributes: { id: { type: 'text' } },
    elements: {
      when: { attributes: { condition: { type: 'boolean', isRequired: true } }, any: true, isRequired: true },
      otherwise: { any: true },
    },
  },
  'include-fragment': { attributes: { 'id': { type: 'text' }, 'fragment-id': { type: 'text', isRequired: true } } },
  'set-variable': {
    attributes: {
      id: { type: 'text' },
      name: { type: 'text', isRequired: true },
      value: { type: 'text', isRequired: true },
    },
  },
  'trace': {
    attributes: {
      id: { type: 'text' },
      source: { type: 'text', isRequired: true },
      severity: { type: ['verbose', 'information', 'error'] },
    },
    elements: {
      metadata: { attributes: { name: { type: 'text', isRequired: true }, value: { type: 'text', isRequired: true } } },
      message: { text: true },
    },
    text: true,
  },
  'wait': {
    attributes: { for: { type: ['all', 'any'], isRequired: true }, id: { type: 'text' } },
    elements: {
      'choose': { policy: 'choose' },
      'forward-request': { policy: 'forward-request' },
      'send-request': { policy: 'send-request' },
      'cache-lookup-value': { policy: 'cache-lookup-value' },
      'cache-store-value': { policy: 'cache-store-value' },
      'authentication-managed-identity': { policy: 'authentication-managed-identity' },
      'authentication-token': { policy: 'authentication-token' },
    },
  },
  'retry': {
    attributes: {
      'id': { type: 'text' },
      'condition': { type: 'boolean', isRequired: true },
      'count': { type: 'number', isRequired: true },
      'interval': { type: 'number', isRequired: true },
      'delta': { type: 'number' },
      'max-interval': { type: 'number' },
      'first-fast-retry': { type: 'boolean' },
    },
    any: true,
  },
  'limit-concurrency': {
    attributes: {
      'id': { type: 'text' },
      'key': { type: 'text', isRequired: true },
      'max-count': { type: 'number', isRequired: true },
    },
    any: true,
  },
  'rate-limit': {
    attributes: {
      'calls': { type: 'number' },
      'renewal-period': { type: 'number' },
      'retry-after-header-name': { type: 'text' },
      'retry-after-variable-name': { type: 'text' },
      'remaining-calls-header-name': { type: 'text' },
      'remaining-calls-variable-name': { type: 'text' },
      'total-calls-header-name': { type: 'text' },
      'id': { type: 'text' },
    },
    elements: {
      api: {
        attributes: {
          'calls': { type: 'number' },
          'renewal-period': { type: 'number' },
          'retry-after-header-name': { type: 'text' },
          'retry-after-variable-name': { type: 'text' },
          'remaining-calls-header-name': { type: 'text' },
          'remaining-calls-variable-name': { type: 'text' },
          'total-calls-header-name': { type: 'text' },
          'id': { type: 'text' },
          'name': { type: 'text' },
        },
        elements: {
          operation: {
            attributes: {
              'calls': { type: 'number' },
              'renewal-period': { type: 'number' },
              'retry-after-header-name': { type: 'text' },
              'retry-after-variable-name': { type: 'text' },
              'remaining-calls-header-name': { type: 'text' },
              'remaining-calls-variable-name': { type: 'text' },
              'total-calls-header-name': { type: 'text' },
              'id': { type: 'text' },
              'name': { type: 'text' },
            },
          },
        },
      },
      operation: {
        attributes: {
          'calls': { type: 'number' },
          'renewal-period': { type: 'number' },
          'retry-after-header-name': { type: 'text' },
          'retry-after-variable-name': { type: 'text' },
          'remaining-calls-header-name': { type: 'text' },
          'remaining-calls-variable-name': { type: 'text' },
          'total-calls-header-name': { type: 'text' },
          'id': { type: 'text' },
          'name': { type: 'text' },
        },
      },
    },
  },
  'rate-limit-by-key': {
    attributes: {
      'id': { type: 'text' },
      'calls': { type: 'number', isRequired: true },
      'renewal-period': { type: 'number', isRequired: true },
      'counter-key': { type: 'text', isRequired: true },
      'increment-condition': { type: 'text' },
      'increment-count': { type: 'text' },
      'increment-after-response': { type: 'boolean' },
      'flexible-retry-window': { type: 'boolean' },
      'retry-after-header-name': { type: 'text' },
      'retry-after-variable-name': { type: 'text' },
      'remaining-calls-header-name': { type: 'text' },
      'remaining-calls-variable-name': { type: 'text' },
      'total-calls-header-name': { type: 'text' },
    },
  },
  'quota': {
    attributes: {
      'calls': { type: 'number' },
      'bandwidth': { type: 'number' },
      'id': { type: 'text' },
      'renewal-period': { type: 'number' },
    },
    elements: {
      api: {
        attributes: {
          calls: { type: 'number' },
          bandwidth: { type: 'number' },
          id: { type: 'text' },
          name: { type: 'text' },
        },
        elements: {
          operation: {
            attributes: {
              calls: { type: 'number' },
              bandwidth: { type: 'number' },
              id: { type: 'text' },
              name: { type: 'text' },
            },
          },
        },
      },
    },
  },
  'quota-by-key': {
    attributes: {
      'calls': { type: 'number' },
      'bandwidth': { type: 'number' },
      'id': { type: 'text' },
      'renewal-period': { type: 'text' },
      'first-period-start': { type: 'text' },
      'counter-key': { type: 'text', isRequired: true },
      'increment-condition': { type: 'text' },
      'increment-count': { type: 'text' },
    },
  },
  'check-header': {
    attributes: {
      'id': { type: 'text' },
      'name': { type: 'text', isRequired: true },
      'failed-check-httpcode': { type: 'number', isRequired: true },
      'failed-check-error-message': { type: 'text' },
      'ignore-case': { type: 'boolean' },
    },
    elements: { value: { text: true } },
  },
  'ip-filter': {
    attributes: { id: { type: 'text' }, action: { type: ['allow', 'forbid'] } },
    elements: {
      'address': { text: true },
      'address-range': {
        attributes: { from: { type: 'text', isRequired: true }, to: { type: 'text', isRequired: true } },
      },
    },
  },
  'validate-jwt': {
    attributes: {
      'id': { type: 'text' },
      'failed-validation-httpcode': { type: 'number' },
      'failed-validation-error-message': { type: 'text' },
      'header-name': { type: 'text' },
      'require-scheme': { type: 'text' },
      'query-parameter-name': { type: 'text' },
      'token-value': { type: 'text' },
      'clock-skew': { type: 'number' },
      'require-expiration-time': { type: 'boolean' },
      'require-signed-tokens': { type: 'boolean' },
      'output-token-variable-name': { type: 'text' },
    },
    elements: {
      'openid-config': { attributes: { url: { type: 'text', isRequired: true }, host: { type: 'text' } } },
      'issuer-signing-tokens': { elements: { token: { text: true } } },
      'issuer-signing-keys': {
        elements: {
          'key': {
            attributes: {
              'id': { type: 'text' },
              'certificate-id': { type: 'text' },
              'n': { type: 'text' },
              'e': { type: 'text' },
            },
            text: true,
          },
          'zumo-master-key': { attributes: { id: { type: 'text' } }, text: true },
        },
      },
      'decryption-keys': {
        elements: {
          key: {
            attributes: { 'id': { type: 'text' }, 'certificate-id': { type: 'text' } },
            text: true,
            isRequired: true,
          },
        },
      },
      'audiences': { elements: { audience: { text: true } } },
      'issuers': { elements: { issuer: { text: true } } },
      'required-claims': {
        elements: {
          claim: {
            attributes: { name: { type: 'text' }, match: { type: ['all', 'any'] }, separator: { type: 'text' } },
            elements: { value: { text: true } },
          },
        },
      },
    },
  },
  'validate-azure-ad-token': {
    attributes: {
      'id': { type: 'text' },
      'failed-validation-httpcode': { type: 'number' },
      'failed-validation-error-message': { type: 'text' },
      'tenant-id': { type: 'text', isRequired: true },
      'header-name': { type: 'text' },
      'authentication-endpoint': { type: 'text' },
      'require-scheme': { type: 'text' },
      'query-parameter-name': { type: 'text' },
      'token-value': { type: 'text' },
      'allow-protected-forwarded-tokens': { type: 'boolean' },
      'allow-proof-of-possession-tokens': { type: 'boolean' },
      'output-token-variable-name': { type: 'text' },
    },
    elements: {
      'backend-application-ids': { elements: { 'application-id': { text: true, isRequired: true } } },
      'client-application-ids': { elements: { 'application-id': { text: true, isRequired: true } } },
      'audiences': { elements: { audience: { text: true, isRequired: true } } },
      'required-claims': {
        elements: {
          claim: {
            attributes: { name: { type: 'text' }, match: { type: ['all', 'any'] }, separator: { type: 'text' } },
            elements: { value: { text: true } },
            isRequired: true,
          },
        },
      },
      'decryption-keys': {
        elements: {
          key: {
            attributes: { 'id': { type: 'text' }, 'certificate-id': { type: 'text', isRequired: true } },
            isRequired: true,
          },
        },
      },
    },
  },
  'validate-client-certificate': {
    attributes: {
      'id': { type: 'text' },
      'validate-revocation': { type: 'boolean' },
      'validate-trust': { type: 'boolean' },
      'validate-not-before': { type: 'boolean' },
      'validate-not-after': { type: 'boolean' },
      'ignore-error': { type: 'boolean' },
    },
    elements: {
      identities: {
        elements: {
          identity: {
            attributes: {
              'thumbprint': { type: 'text' },
              'serial-number': { type: 'text' },
              'common-name': { type: 'text' },
              'subject': { type: 'text' },
              'dns-name': { type: 'text' },
              'issuer-subject': { type: 'text' },
              'issuer-thumbprint': { type: 'text' },
              'issuer-certificate-id': { type: 'text' },
            },
            text: true,
            isRequired: true,
          },
        },
      },
    },
  },
  'authentication-basic': {
    attributes: {
      id: { type: 'text' },
      username: { type: 'text', isRequired: true },
      password: { type: 'text', isRequired: true },
    },
  },
  'authentication-certificate': {
    attributes: {
      'id': { type: 'text' },
      'thumbprint': { type: 'text' },
      'certificate-id': { type: 'text' },
      'body': { type: 'text' },
      'password': { type: 'text' },
    },
  },
  'authentication-managed-identity': {
    attributes: {
      'id': { type: 'text' },
      'resource': { type: 'text' },
      'client-id': { type: 'text' },
      'output-token-variable-name': { type: 'text' },
      'ignore-error': { type: 'boolean' },
    },
  },
  'cors': {
    attributes: {
      'id': { type: 'text' },
      'allow-credentials': { type: 'boolean' },
      'terminate-unmatched-request': { type: 'boolean' },
    },
    elements: {
      'allowed-origins': { elements: { origin: { text: true, isRequired: true } }, isRequired: true },
      'allowed-methods': {
        attributes: { 'preflight-result-max-age': { type: 'number' } },
        elements: { method: { text: true, isRequired: true } },
      },
      'allowed-headers': { elements: { header: { text: true, isRequired: true } } },
      'expose-headers': { elements: { header: { text: true, isRequired: true } } },
    },
  },
  'cross-domain': {
    attributes: { id: { type: 'text' } },
    elements: {
      'cross-domain-policy': {
        elements: {
          'site-control': {
            attributes: {
              'permitted-cross-domain-policies': {
                type: ['all', 'by-content-type', 'master-only', 'none'],
                isRequired: true,
              },
            },
          },
          'allow-access-from': {
            attributes: { domain: { type: 'text', isRequired: true }, secure: { type: ['true', 'false'] } },
          },
          'allow-http-request-headers-from': {
            attributes: {
              domain: { type: 'text', isRequired: true },
              headers: { type: 'text', isRequired: true },
              secure: { type: ['true', 'false'] },
            },
          },
        },
      },
    },
  },
  'jsonp': { attributes: { 'id': { type: 'text' }, 'callback-parameter-name': { type: 'text', isRequired: true } } },
  'cache-lookup': {
    attributes: {
      'id': { type: 'text' },
      'vary-by-developer': { type: 'boolean', isRequired: true },
      'vary-by-developer-groups': { type: 'boolean', isRequired: true },
      'downstream-caching-type': { type: ['none', 'private', 'public'] },
      'must-revalidate': { type: 'boolean' },
      'caching-type': { type: ['prefer-external', 'internal', 'external'] },
      'allow-private-response-caching': { type: 'boolean' },
    },
    elements: { 'vary-by-header': { text: true }, 'vary-by-query-parameter': { text: true } },
  },
  'cache-store': {
    attributes: {
      'id': { type: 'text' },
      'duration': { type: 'number', isRequired: true },
      'cache-response': { type: 'boolean' },
      'caching-mode': { type: 'text' },
    },
  },
  'cache-lookup-value': {
    attributes: {
      'id': { type: 'text' },
      'key': { type: 'text', isRequired: true },
      'default-value': { type: 'text' },
      'variable-name': { type: 'text', isRequired: true },
      'caching-type': { type: ['prefer-external', 'internal', 'external'] },
    },
  },
  'cache-store-value': {
    attributes: {
      'id': { type: 'text' },
      'duration': { type: 'number', isRequired: true },
      'key': { type: 'text', isRequired: true },
      'value': { type: 'text', isRequired: true },
      'caching-type': { type: ['prefer-external', 'internal', 'external'] },
    },
  },
  'cache-remove-value': {
    attributes: {
      'id': { type: 'text' },
      'key': { type: 'text', isRequired: true },
      'caching-type': { type: ['prefer-external', 'internal', 'external'] },
    },
  },
  'forward-request': {
    attributes: {
      'id': { type: 'text' },
      'timeout': { type: 'number' },
      'timeout-ms': { type: 'number' },
      'continue-timeout': { type: 'number' },
      'follow-redirects': { type: 'boolean' },
      'buffer-request-body': { type: 'boolean' },
      'buffer-response': { type: 'boolean' },
      'fail-on-error-status-code': { type: 'boolean' },
      'http-version': { type: 'text' },
    },
  },
  'return-response': {
    attributes: { 'id': { type: 'text' }, 'response-variable-name': { type: 'text' } },
    elements: {
      'set-status': { policy: 'set-status' },
      'set-header': { policy: 'set-header' },
      'set-body': { policy: 'set-body' },
    },
  },
  'send-request': {
    attributes: {
      'id': { type: 'text' },
      'mode': { type: ['new', 'copy'] },
      'response-variable-name': { type: 'text' },
      'timeout': { type: 'number' },
      'timeout-ms': { type: 'number' },
      'ignore-error': { type: 'boolean' },
      'buffer-response': { type: 'boolean' },
      'fail-on-error-status-code': { type: 'boolean' },
    },
    elements: {
      'set-url': { text: true },
      'set-method': { policy: 'set-method' },
      'set-header': { policy: 'set-header' },
      'set-body': { policy: 'set-body' },
      'authentication-certificate': { policy: 'authentication-certificate' },
      'authentication-token': { policy: 'authentication-token' },
      'authentication-token-store': { policy: 'authentication-token-store' },
      'authentication-managed-identity': { policy: 'authentication-managed-identity' },
      'proxy': { policy: 'proxy' },
    },
  },
  'send-one-way-request': {
    attributes: { id: { type: 'text' }, mode: { type: ['new', 'copy'] }, timeout: { type: 'number' } },
    elements: {
      'set-url': { text: true },
      'set-method': { policy: 'set-method' },
      'set-header': { policy: 'set-header' },
      'set-body': { policy: 'set-body' },
      'authentication-certificate': { policy: 'authentication-certificate' },
      'authentication-token': { policy: 'authentication-token' },
      'authentication-token-store': { policy: 'authentication-token-store' },
      'authentication-managed-identity': { policy: 'authentication-managed-identity' },
      'proxy': { policy: 'proxy' },
    },
  },
  'mock-response': {
    attributes: {
      'id': { type: 'text' },
      'enabled': { type: 'boolean' },
      'status-code': { type: 'number' },
      'content-type': { type: 'text' },
      'index': { type: 'number' },
    },
  },
  'proxy': {
    attributes: {
      url: { type: 'text', isRequired: true },
      username: { type: 'text' },
      password: { type: 'text' },
      id: { type: 'text' },
    },
  },
  'rewrite-uri': {
    attributes: {
      'id': { type: 'text' },
      'template': { type: 'text', isRequired: true },
      'copy-unmatched-params': { type: 'boolean' },
    },
  },
  'set-backend-service': {
    attributes: {
      'backend-id': { type: 'text' },
      'base-url': { type: 'text' },
      'id': { type: 'text' },
      'sf-partition-key': { type: 'text' },
      'dapr-app-id': { type: 'text' },
      'dapr-method': { type: 'text' },
      'dapr-namespace': { type: 'text' },
      'sf-replica-type': { type: ['primary', 'secondary'] },
      'sf-resolve-condition': { type: 'boolean' },
      'sf-service-instance-name': { type: 'text' },
      'sf-listener-name': { type: 'text' },
    },
  },
  'set-body': {
    attributes: {
      'id': { type: 'text' },
      'template': { type: ['none', 'liquid'] },
      'xsi-nil': { type: ['blank', 'null'] },
      'parse-date': { type: 'boolean' },
      'html-decode-expression': { type: 'boolean' },
    },
    text: true,
    any: true,
  },
  'set-header': {
    attributes: {
      'id': { type: 'text' },
      'name': { type: 'text', isRequired: true },
      'exists-action': { type: ['override', 'append', 'skip', 'delete'] },
    },
    elements: { value: { text: true } },
  },
  'set-method': { attributes: { id: { type: 'text' } }, text: true },
  'set-query-parameter': {
    attributes: {
      'id': { type: 'text' },
      'name': { type: 'text', isRequired: true },
      'exists-action': { type: ['override', 'append', 'skip', 'delete'] },
    },
    elements: { value: { text: true } },
  },
  'set-status': { attributes: { id: { type: 'text' }, code: { type: 'number' }, reason: { type: 'text' } } },
  'find-and-replace': {
    attributes: {
      id: { type: 'text' },
      from: { type: 'text', isRequired: true },
      to: { type: 'text', isRequired: true },
    },
  },
  'redirect-content-urls': { attributes: { id: { type: 'text' } } },
  'json-to-xml': {
    attributes: {
      'id': { type: 'text' },
      'apply': { type: ['always', 'content-type-json'], isRequired: true },
      'consider-accept-header': { type: 'boolean' },
      'parse-date': { type: 'boolean' },
      'attribute-block-name': { type: 'text' },
      'attribute-prefix': { type: 'text' },
      'namespace-block-name': { type: 'text' },
      'namespace-separator': { type: 'text' },
      'namespace-prefix': { type: 'text' },
      'invalid-character-replacement': { type: 'text' },
      'null-values': { type: 'text' },
      'trim-values': { type: 'boolean' },
      'empty-values': { type: ['preserve', 'as-null'] },
    },
  },
  'xml-to-json': {
    attributes: {
      'id': { type: 'text' },
      'kind': { type: ['javascript-friendly', 'direct'], isRequired: true },
      'apply': { type: ['always', 'content-type-xml'], isRequired: true },
      'consider-accept-header': { type: 'boolean' },
      'preserve-whitespace-nodes': { type: 'boolean' },
      'empty-values': { type: ['preserve', 'as-null'] },
      'trim-values': { type: 'boolean' },
      'always-array-child-elements': { type: 'boolean' },
    },
  },
  'validate-content': {
    attributes: {
      'id': { type: 'text' },
      'unspecified-content-type-action': { type: ['ignore', 'prevent', 'detect'], isRequired: true },
      'max-size': { type: 'number', isRequired: true },
      'size-exceeded-action': { type: ['ignore', 'prevent', 'detect'], isRequired: true },
      'errors-variable-name': { type: 'text' },
    },
    elements: {
      'content-type-map': {
        attributes: { 'any-content-type-value': { type: 'text' }, 'missing-content-type-value': { type: 'text' } },
        elements: {
          type: {
            attributes: { from: { type: 'text' }, when: { type: 'boolean' }, to: { type: 'text', isRequired: true } },
          },
        },
      },
      'content': {
        attributes: {
          'validate-as': { type: ['json', 'xml', 'soap'], isRequired: true },
          'type': { type: 'text' },
          'action': { type: ['ignore', 'prevent', 'detect'], isRequired: true },
          'schema-id': { type: 'text' },
          'schema-ref': { type: 'text' },
          'allow-additional-properties': { type: 'boolean' },
          'case-insensitive-property-names': { type: 'boolean' },
        },
      },
    },
  },
  'validate-parameters': {
    attributes: {
      'id': { type: 'text' },
      'specified-parameter-action': { type: ['ignore', 'prevent', 'detect'], isRequired: true },
      'unspecified-parameter-action': { type: ['ignore', 'prevent', 'detect'], isRequired: true },
      'errors-variable-name': { type: 'text' },
    },
    elements: {
      headers: {
        attributes: {
          'specified-parameter-action': { type: ['ignore', 'prevent', 'detect'], isRequired: true },
          'unspecified-parameter-action': { type: ['ignore', 'prevent', 'detect'], isRequired: true },
        },
        elements: {
          parameter: {
            attributes: {
              name: { type: 'text', isRequired: true },
              action: { type: ['ignore', 'prevent', 'detect'], isRequired: true },
            },
          },
        },
      },
      query: {
        attributes: {
          'specified-parameter-action': { type: ['ignore', 'prevent', 'detect'], isRequired: true },
          'unspecified-parameter-action': { type: ['ignore', 'prevent', 'detect'], isRequired: true },
        },
        elements: {
          parameter: {
            attributes: {
              name: { type: 'text', isRequired: true },
              action: { type: ['ignore', 'prevent', 'detect'], isRequired: true },
            },
          },
        },
      },
      path: {
        attributes: { 'specified-parameter-action': { type: ['ignore', 'prevent', 'detect'], isRequired: true } },
        elements: {
          parameter: {
            attributes: {
              name: { type: 'text', isRequired: true },
              action: { type: ['ignore', 'prevent', 'detect'], isRequired: true },
            },
          },
        },
      },
    },
  },
  'validate-headers': {
    attributes: {
      'id': { type: 'text' },
      'specified-header-action': { type: ['ignore', 'prevent', 'detect'], isRequired: true },
      'unspecified-header-action': { type: ['ignore', 'prevent', 'detect'], isRequired: true },
      'errors-variable-name': { type: 'text' },
    },
    elements: {
      header: {
        attributes: {
          name: { type: 'text', isRequired: true },
          action: { type: ['ignore', 'prevent', 'detect'], isRequired: true },
        },
      },
    },
  },
  'validate-status-code': {
    attributes: {
      'id': { type: 'text' },
      'unspecified-status-code-action': { type: ['ignore', 'prevent', 'detect'], isRequired: true },
      'errors-variable-name': { type: 'text' },
    },
    elements: {
      'status-code': {
        attributes: {
          code: { type: 'number', isRequired: true },
          action: { type: ['ignore', 'prevent', 'detect'], isRequired: true },
        },
      },
    },
  },
  'emit-metric': {
    attributes: {
      'id': { type: 'text' },
      'default-dimensions': { type: 'boolean' },
      'name': { type: 'text', isRequired: true },
      'namespace': { type: 'text' },
      'value': { type: 'text' },
    },
    elements: { dimension: { attributes: { name: { type: 'text', isRequired: true }, value: { type: 'text' } } } },
  },
  'log-to-eventhub': {
    attributes: {
      'id': { type: 'text' },
      'logger-id': { type: 'text', isRequired: true },
      'partition-key': { type: 'text' },
      'partition-id': { type: 'text' },
    },
    text: true,
  },
};
