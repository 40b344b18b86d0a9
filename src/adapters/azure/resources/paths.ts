import { FailureError } from '../../../model/outcome.ts';
import { apiOperations, apiReleases, apis, apiVersionSets } from './apis.ts';
import { backends, namedValues } from './backends.ts';
import { caches } from './caches.ts';
import { certificates } from './certificates.ts';
import { authorizationAccess, authorizationProviders, authorizations } from './credentials.ts';
import { gatewayApis, gatewayHostnames, gateways } from './gateways.ts';
import { apiDiagnostics, diagnostics, loggers } from './logs.ts';
import { groups, groupUsers, users } from './people.ts';
import { apiPolicy, operationPolicy, policyFragments, productPolicy, servicePolicy } from './policies.ts';
import { productApis, productGroups, products, subscriptions } from './products.ts';
import type { ResourceKind } from './resource-kind.ts';
import { apiSchemas, schemas } from './schemas.ts';
import { apiTags, operationTags, productTags, tags } from './tags.ts';

/** Every kind of resource that is written, read or listed, by its path. A new kind is a new line here. */
export const RESOURCE_KINDS: readonly ResourceKind[] = [
  apiVersionSets,
  apis,
  apiOperations,
  apiSchemas,
  apiReleases,
  servicePolicy,
  productPolicy,
  apiPolicy,
  operationPolicy,
  policyFragments,
  namedValues,
  backends,
  schemas,
  certificates,
  caches,
  products,
  productApis,
  productGroups,
  subscriptions,
  groups,
  groupUsers,
  users,
  loggers,
  diagnostics,
  apiDiagnostics,
  tags,
  apiTags,
  operationTags,
  productTags,
  gateways,
  gatewayApis,
  gatewayHostnames,
  authorizationProviders,
  authorizations,
  authorizationAccess,
];

/** The kind and the ids of a path such as `apis/orders/operations/list`. @throws FailureError `invalid` when none matches. */
export function resourceAt(path: string): { readonly kind: ResourceKind; readonly ids: readonly string[] } {
  for (const kind of RESOURCE_KINDS) {
    const ids = idsIn(kind.pattern, path);
    if (ids) return { kind, ids };
  }
  throw unknownPath(path);
}

/** The kind whose collection this is, such as `apis` or `apis/orders/operations`. @throws FailureError `invalid`. */
export function collectionAt(path: string): { readonly kind: ResourceKind; readonly ids: readonly string[] } {
  for (const kind of RESOURCE_KINDS) {
    const ids = kind.list && idsIn(kind.pattern.slice(0, -'/{}'.length), path);
    if (ids) return { kind, ids };
  }
  throw unknownPath(path);
}

function idsIn(pattern: string, path: string): readonly string[] | undefined {
  const wanted = pattern.split('/');
  const given = path.split('/');
  if (given.length !== wanted.length) return undefined;
  const ids: string[] = [];
  for (const [index, segment] of given.entries()) {
    if (wanted[index] === '{}') ids.push(segment);
    else if (wanted[index] !== segment) return undefined;
  }
  return ids.includes('') ? undefined : ids;
}

function unknownPath(path: string): FailureError {
  return new FailureError({
    kind: 'invalid',
    code: 'UNKNOWN-APIM-PATH',
    message: `No kind of API Management resource is at this path; known are ${RESOURCE_KINDS.map((kind) => kind.pattern).join(', ')}.`,
    at: path,
  });
}
