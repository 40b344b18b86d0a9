import type { ApimConfiguration, ApimPolicyScope } from '../model/apim.ts';
import { readPolicy } from '../policy/read.ts';
import {
  elementsOf,
  PolicyError,
  SECTIONS,
  type PolicyDocument,
  type PolicyElement,
  type Section,
} from '../policy/tree.ts';
import { validatePolicy } from '../policy/validate.ts';
import { NOT_ON_HANDSHAKE, type ApiKind } from '../policy/websocket.ts';
import { SimulatorDefect } from './failure.ts';

/** A policy and the scope that it came from. */
export interface ScopedPolicy {
  readonly element: PolicyElement;
  readonly scope: ApimPolicyScope['kind'];
}

export type EffectivePolicy = Readonly<Record<Section, readonly ScopedPolicy[]>>;

export interface PolicyOwner {
  readonly apiId?: string;
  readonly operationId?: string;
  readonly productId?: string;
}

/** All-APIs policy of a new service: the backend section calls the backend. */
const DEFAULT_SERVICE_POLICY =
  '<policies><inbound /><backend><forward-request /></backend><outbound /><on-error /></policies>';

/**
 * What runs for an operation: its own document, with each `<base/>` replaced by the API's, product's and all APIs'
 * section in turn. Throws SimulatorDefect for a document that API Management or we could not run.
 */
export function effectivePolicy(configuration: ApimConfiguration, owner: PolicyOwner): EffectivePolicy {
  const effective: Record<Section, readonly ScopedPolicy[]> = { inbound: [], backend: [], outbound: [], onError: [] };
  const api = configuration.apis.find(({ id }) => id === owner.apiId)?.type ?? 'http';
  for (const scope of ['service', 'product', 'api', 'operation'] as const) {
    const document = documentOf(configuration, scope, owner, api);
    if (document === undefined) continue;
    for (const section of SECTIONS) {
      const parent = effective[section];
      effective[section] = elementsOf(document[section]).flatMap((element) => {
        if (element.name === 'base') return parent;
        // What a handshake takes none of is skipped where it is inherited (Microsoft Learn, Unsupported policies).
        return api === 'websocket' && NOT_ON_HANDSHAKE.has(element.name) ? [] : [{ element, scope }];
      });
    }
  }
  return effective;
}

function documentOf(
  configuration: ApimConfiguration,
  kind: ApimPolicyScope['kind'],
  owner: PolicyOwner,
  api: ApiKind,
): PolicyDocument | undefined {
  const found = configuration.policies.find(({ scope }) => scope.kind === kind && isOf(scope, owner))?.xml;
  const xml = found ?? (kind === 'service' ? DEFAULT_SERVICE_POLICY : undefined);
  return xml === undefined ? undefined : readOnce(configuration, xml, kind, api);
}

/** A configuration never changes, so that what was read of it holds for all its requests. */
const READ = new WeakMap<ApimConfiguration, Map<string, PolicyDocument>>();

function readOnce(
  configuration: ApimConfiguration,
  xml: string,
  kind: ApimPolicyScope['kind'],
  api: ApiKind,
): PolicyDocument {
  const documents = READ.get(configuration) ?? new Map<string, PolicyDocument>();
  READ.set(configuration, documents);
  const key = `${api} ${kind} ${xml}`;
  const document = documents.get(key) ?? read(configuration, xml, kind, api);
  documents.set(key, document);
  return document;
}

function isOf(scope: ApimPolicyScope, owner: PolicyOwner): boolean {
  if (scope.kind === 'service') return true;
  if (scope.kind === 'product') return scope.productId === owner.productId;
  if (scope.kind === 'api') return scope.apiId === owner.apiId;
  return scope.apiId === owner.apiId && scope.operationId === owner.operationId;
}

function read(
  configuration: ApimConfiguration,
  xml: string,
  kind: ApimPolicyScope['kind'],
  api: ApiKind,
): PolicyDocument {
  const document = parse(configuration, xml, kind);
  const [fault] = validatePolicy(document, kind, { api });
  if (fault !== undefined) throw new SimulatorDefect(`${kind} policy, ${fault.place}: ${fault.message}`);
  return document;
}

function parse(configuration: ApimConfiguration, xml: string, kind: string): PolicyDocument {
  const namedValue = (name: string) => configuration.namedValues.find(({ displayName }) => displayName === name)?.value;
  try {
    return readPolicy(xml, { namedValue });
  } catch (error) {
    if (error instanceof PolicyError) throw new SimulatorDefect(`${kind} policy: ${error.message}`);
    throw error;
  }
}
