import type { AwsApi, AwsStage } from '../model/aws.ts';
import type { DiscoveryGap } from '../model/aws-account.ts';
import { below, type SourceRef } from '../model/source-ref.ts';
import type { Definition } from './definition.ts';
import { defined } from './integration.ts';
import { isObject, listAt, memberOf, objectAt, type Json, type JsonObject } from './json.ts';
import { Notes } from './notes.ts';
import { readRoutes } from './operations.ts';
import { noteOutsideReferences } from './outside-references.ts';
import { textOf } from './placeholders.ts';
import { noteNoList, readAuthorizers, schemesOf } from './security.ts';
import { apiTypeOf } from './api-type.ts';
import { readCors, readGatewayResponses, readModels, readSettings, readValidators } from './settings.ts';
import { noteUnknownExtensions } from './unknown-extensions.ts';

/** What the reader of a definition is told, and what it would otherwise find out or leave open. */
export interface DefinitionContext {
  /** The ARN of the API at its stage, or `file:NAME`; pointers of what is read lead into the document. */
  readonly at: SourceRef;
  readonly readFrom: AwsApi['readFrom'];
  /** Default: by the document's server, else this. */
  readonly id: string;
  readonly type?: AwsApi['type'];
  readonly account?: string;
  readonly region?: string;
  readonly endpointType?: AwsApi['endpointType'];
  readonly stage?: AwsStage;
}

/** An API of a definition, with what could not be read of it. */
export interface ReadDefinition {
  readonly api: AwsApi;
  readonly gaps: readonly DiscoveryGap[];
}

/** Whether a document is an API definition that this reads. */
export function isDefinition(document: Json): document is JsonObject {
  if (!isObject(document) || !isObject(memberOf(document, 'paths'))) return false;
  return /^(3\.[01]|2\.)/.test(
    `${textOf(memberOf(document, 'openapi')) ?? textOf(memberOf(document, 'swagger')) ?? ''}.`,
  );
}

/**
 * OpenAPI 3.0, 3.1 or Swagger 2.0 with API Gateway's extensions as the API that an import would make of it, or that an export was
 * made of. Never throws for what a document says: what cannot be read is a gap, what nobody knows is unclaimed.
 */
export function readDefinition(document: JsonObject, context: DefinitionContext): ReadDefinition {
  const { at } = context;
  const notes = new Notes();
  const authorizers = readAuthorizers({ document, at, notes });
  const server = executeApi(document);
  const type = context.type ?? apiTypeOf(document);
  const validators = readValidators({ document, at, notes });
  const schemes = new Map(schemesOf(document).map(([path, scheme]) => [path.at(-1) ?? '', scheme]));
  const definition: Definition = { document, at, type, notes, authorizers, validators, schemes };
  const settings = readSettings(definition);
  const info = objectAt(document, 'info');
  const cors = type === 'HTTP' ? readCors(definition) : undefined;
  noteNoList(definition, memberOf(document, 'security'), below(at, 'security'));
  const routes = readRoutes(definition);
  noteUnknownExtensions(document, at, notes);
  noteOutsideReferences(document, at, notes);
  const api: AwsApi = {
    at,
    id: context.readFrom === 'file' ? (server?.id ?? context.id) : context.id,
    type,
    name: textOf(memberOf(info, 'title')) ?? context.id,
    ...defined({ description: textOf(memberOf(info, 'description')), version: textOf(memberOf(info, 'version')) }),
    account: context.account ?? '',
    region: context.region ?? server?.region ?? '',
    readFrom: context.readFrom,
    endpointType: settings.vpcEndpointIds.length > 0 ? 'PRIVATE' : (context.endpointType ?? 'REGIONAL'),
    ...settings,
    stage: context.stage ?? stageOf(server?.stage ?? '', at),
    routes,
    authorizers,
    requestValidators: type === 'REST' ? validators : [],
    models: type === 'REST' ? readModels(definition) : [],
    gatewayResponses: type === 'REST' ? readGatewayResponses(definition) : [],
    ...defined({ cors }),
    unclaimed: notes.unclaimed,
    differences: [],
  };
  return { api, gaps: notes.gaps };
}

/** A stage of which nothing is known but its name. */
function stageOf(name: string, at: SourceRef): AwsStage {
  return {
    at: below(at, 'stage'),
    name,
    variables: {},
    methodSettings: [],
    cacheClusterEnabled: false,
    tracingEnabled: false,
  };
}

interface ExecuteApi {
  readonly id: string;
  readonly region: string;
  readonly stage: string;
}

/** Id, region and stage of an export, which names its execute-api host: in `servers`, or in Swagger's `host` and `basePath`. */
function executeApi(document: JsonObject): ExecuteApi | undefined {
  const [server] = listAt(document, 'servers');
  const url = textOf(memberOf(server, 'url')) ?? `https://${textOf(memberOf(document, 'host')) ?? ''}`;
  const [, id, region, path] =
    /^https?:\/\/([a-z0-9]+)\.execute-api\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?(\/.*)?$/.exec(url) ?? [];
  if (id === undefined || region === undefined) return undefined;
  const base =
    textOf(memberOf(objectAt(objectAt(server, 'variables'), 'basePath'), 'default')) ??
    textOf(memberOf(document, 'basePath'));
  const stage = (path === undefined || path.includes('{') ? (base ?? '') : path).replaceAll(/^\/+|\/+$/g, '');
  return { id, region, stage: stage.includes('/') ? '' : stage };
}
