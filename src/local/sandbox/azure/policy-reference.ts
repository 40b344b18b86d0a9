/** What the sandbox knows of a policy: where it may stand, and what it asks for. */
export interface PolicyEntry {
  readonly sections: readonly string[];
  /** Absent: all of them. */
  readonly scopes?: readonly string[];
  /** Generations of tiers without it. */
  readonly notIn?: readonly string[];
  readonly once?: 'section' | 'definition';
  /** Attributes that it must have, and that are not empty. */
  readonly needs?: readonly string[];
  /** Its elements, in their order. */
  readonly order?: readonly string[];
  /** Policies stand in its elements. */
  readonly branches?: true;
}

const [I, B, O, E] = ['inbound', 'backend', 'outbound', 'on-error'] as const;
const ALL = [I, B, O, E];
const BELOW_SERVICE = ['product', 'api', 'operation'];

/** From the pages of Microsoft Learn's policy reference: sections, scopes, gateways, usage notes (read 2026-11-29); shapes are in policy-shapes.ts. */
const POLICIES: Readonly<Record<string, PolicyEntry>> = {
  'base': { sections: ALL },
  'choose': { sections: ALL, branches: true },
  'include-fragment': { sections: ALL, needs: ['fragment-id'] },
  'set-variable': { sections: ALL, needs: ['name', 'value'] },
  'trace': { sections: ALL, needs: ['source'] },
  'wait': { sections: [I, B, O] },
  'retry': { sections: ALL, needs: ['condition', 'count', 'interval'] },
  'limit-concurrency': { sections: ALL, needs: ['key', 'max-count'] },
  'rate-limit': {
    sections: [I],
    scopes: BELOW_SERVICE,
    once: 'definition',
    needs: ['renewal-period'],
  },
  'rate-limit-by-key': {
    sections: [I],
    notIn: ['consumption'],
    needs: ['calls', 'renewal-period', 'counter-key'],
  },
  'quota': { sections: [I], scopes: ['product'], once: 'definition' },
  'quota-by-key': {
    sections: [I],
    notIn: ['consumption', 'v2'],
    needs: ['renewal-period', 'counter-key'],
  },
  'check-header': { sections: [I], needs: ['name', 'failed-check-httpcode'] },
  'ip-filter': { sections: [I], needs: ['action'] },
  'validate-jwt': { sections: [I] },
  'validate-azure-ad-token': { sections: [I], needs: ['tenant-id'] },
  'validate-client-certificate': { sections: [I] },
  'authentication-basic': { sections: [I], needs: ['username', 'password'] },
  'authentication-certificate': { sections: [I] },
  'authentication-managed-identity': { sections: [I], needs: ['resource'] },
  'cors': {
    sections: [I],
    once: 'section',
    order: ['allowed-origins', 'allowed-methods', 'allowed-headers', 'expose-headers'],
  },
  'cross-domain': { sections: [I] },
  'jsonp': { sections: [O], needs: ['callback-parameter-name'] },
  'cache-lookup': { sections: [I], once: 'section', needs: ['vary-by-developer', 'vary-by-developer-groups'] },
  'cache-store': { sections: [O], once: 'section', needs: ['duration'] },
  'cache-lookup-value': { sections: ALL, needs: ['key', 'variable-name'] },
  'cache-store-value': { sections: ALL, needs: ['key', 'value', 'duration'] },
  'cache-remove-value': { sections: ALL, needs: ['key'] },
  'forward-request': { sections: [B] },
  'return-response': { sections: ALL, order: ['set-status', 'set-header', 'set-body'] },
  'send-request': { sections: ALL },
  'send-one-way-request': { sections: ALL },
  'mock-response': { sections: [I, O, E] },
  'proxy': { sections: [I], needs: ['url'] },
  'rewrite-uri': { sections: [I], needs: ['template'] },
  'set-backend-service': { sections: [I, B] },
  'set-body': { sections: ALL },
  'set-header': { sections: ALL, needs: ['name'], order: ['value'] },
  'set-method': { sections: [I, E] },
  'set-query-parameter': { sections: [I, B], needs: ['name'], order: ['value'] },
  'set-status': { sections: ALL, needs: ['code'] },
  'find-and-replace': { sections: ALL, needs: ['from', 'to'] },
  'redirect-content-urls': { sections: [I, O] },
  'json-to-xml': { sections: [I, O, E], needs: ['apply'] },
  'xml-to-json': { sections: [I, O, E], needs: ['kind', 'apply'] },
  'xsl-transform': { sections: [I, O] },
  'validate-content': {
    sections: [I, O, E],
    needs: ['unspecified-content-type-action', 'max-size', 'size-exceeded-action'],
  },
  'validate-parameters': {
    sections: [I],
    once: 'section',
    needs: ['specified-parameter-action', 'unspecified-parameter-action'],
  },
  'validate-headers': { sections: [O, E] },
  'validate-status-code': { sections: [O, E] },
  'emit-metric': { sections: ALL, needs: ['name'] },
  'log-to-eventhub': { sections: ALL, needs: ['logger-id'] },
};

export const policyEntry = (name: string): PolicyEntry | undefined =>
  Object.hasOwn(POLICIES, name) ? POLICIES[name] : undefined;
