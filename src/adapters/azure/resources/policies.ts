import { entity } from './entity.ts';
import { idOf, type ResourceKind } from './resource-kind.ts';

/**
 * Policies at the four scopes; each scope has one, called `policy`. They are written and read with format `xml`, which is
 * well-formed; the service reformats what it keeps, so texts never compare (recorded, 2026-11-23).
 */
const POLICY = 'policy';
const XML = { format: 'xml' } as const;

export const servicePolicy: ResourceKind = {
  pattern: 'policies/policy',
  read: (call, options) =>
    call.client.policy.get(call.at.resourceGroup, call.at.service, POLICY, { ...options, ...XML }),
  write: (call, properties, options) =>
    call.client.policy.createOrUpdate(call.at.resourceGroup, call.at.service, POLICY, properties, options),
  remove: (call, ifMatch, options) =>
    call.client.policy.delete(call.at.resourceGroup, call.at.service, POLICY, ifMatch, options),
};

export const productPolicy: ResourceKind = {
  pattern: 'products/{}/policies/policy',
  read: (call, options) =>
    call.client.productPolicy.get(call.at.resourceGroup, call.at.service, idOf(call, 0), POLICY, {
      ...options,
      ...XML,
    }),
  write: (call, properties, options) =>
    call.client.productPolicy.createOrUpdate(
      call.at.resourceGroup,
      call.at.service,
      idOf(call, 0),
      POLICY,
      properties,
      options,
    ),
  remove: (call, ifMatch, options) =>
    call.client.productPolicy.delete(call.at.resourceGroup, call.at.service, idOf(call, 0), POLICY, ifMatch, options),
};

export const apiPolicy: ResourceKind = {
  pattern: 'apis/{}/policies/policy',
  read: (call, options) =>
    call.client.apiPolicy.get(call.at.resourceGroup, call.at.service, idOf(call, 0), POLICY, { ...options, ...XML }),
  write: (call, properties, options) =>
    call.client.apiPolicy.createOrUpdate(
      call.at.resourceGroup,
      call.at.service,
      idOf(call, 0),
      POLICY,
      properties,
      options,
    ),
  remove: (call, ifMatch, options) =>
    call.client.apiPolicy.delete(call.at.resourceGroup, call.at.service, idOf(call, 0), POLICY, ifMatch, options),
};

export const operationPolicy: ResourceKind = {
  pattern: 'apis/{}/operations/{}/policies/policy',
  read: (call, options) =>
    call.client.apiOperationPolicy.get(call.at.resourceGroup, call.at.service, idOf(call, 0), idOf(call, 1), POLICY, {
      ...options,
      ...XML,
    }),
  write: (call, properties, options) =>
    call.client.apiOperationPolicy.createOrUpdate(
      call.at.resourceGroup,
      call.at.service,
      idOf(call, 0),
      idOf(call, 1),
      POLICY,
      properties,
      options,
    ),
  remove: (call, ifMatch, options) =>
    call.client.apiOperationPolicy.delete(
      call.at.resourceGroup,
      call.at.service,
      idOf(call, 0),
      idOf(call, 1),
      POLICY,
      ifMatch,
      options,
    ),
};

/** Parts of policies that policies include: the PUT is long-running. */
export const policyFragments = entity('policyFragments/{}', {
  operations: ({ policyFragment }) => policyFragment,
  list: (fragment, ...args) => fragment.listByService(...args),
  reading: XML,
});
