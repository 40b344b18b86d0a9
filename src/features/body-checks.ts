import type { AwsApi, AwsRoute } from '../model/aws.ts';
import { draft4Components, reachable, type Draft4Components } from './draft4-components.ts';
import { shortHash, slug } from './operations.ts';
import { checkedBy } from './validator-checks.ts';

/** A content type whose bodies a route's validator holds to a model, by the component that is the model. */
export interface BodyCheck {
  readonly contentType: string;
  readonly component: string;
}

/** A model that every API has: any object, or none (docs/assumptions.md). */
const EMPTY = 'Empty';
/** Characters of a schema that a validating policy reads (Microsoft Learn, validate-content, read 2026-11-29: 4 MB). */
const MOST_BYTES = 4_000_000;

/** What a route's validator asks of bodies; text for why API Management cannot ask it. */
export function bodyChecks(route: AwsRoute, api: AwsApi): readonly BodyCheck[] | string {
  const checks = checkedBy(route, api);
  if (checks === undefined || checks === 'unread' || !checks.checksBody) return [];
  const models = Object.entries(route.requestModels).filter(([, name]) => name !== EMPTY);
  if (models.length === 0) return [];
  const known = draft4Components(api.models);
  for (const [contentType, name] of models) {
    const why = whyNot(contentType, name, known);
    if (why !== undefined) return why;
  }
  return models.map(([contentType, component]) => ({ contentType, component }));
}

function whyNot(contentType: string, model: string, known: Draft4Components): string | undefined {
  // A model of another type validates what is no JSON, and nothing says how.
  if (!/^application\/([\w.-]+\+)?json$/.test(contentType)) return `bodies of the type ${contentType} are validated`;
  if (!Object.hasOwn(known.components, model)) return `bodies are validated by ${model}, which was not read`;
  const names = [...reachable(known, model)];
  const [external] = names.flatMap((name) => known.external.get(name) ?? []);
  if (external !== undefined) return `bodies are validated by ${external}, which is no model of the API`;
  return bytesOf(documentOf(known, names)) > MOST_BYTES ? `the model ${model} is too large` : undefined;
}

/** The schema of the service that holds the models of some checks; undefined where there are none. */
export function schemaResource(api: AwsApi, checks: readonly BodyCheck[]) {
  if (checks.length === 0) return undefined;
  const known = draft4Components(api.models);
  const names = [...new Set(checks.flatMap(({ component }) => [...reachable(known, component)]))].sort();
  return { path: `schemas/${schemaId(api)}`, properties: { schemaType: 'json', document: documentOf(known, names) } };
}

/** The name that policies call it by: of one API at one stage, so that one undo harms no other. */
export function schemaId(api: AwsApi): string {
  return `${slug(api.name)}-${shortHash(`${api.id} ${api.stage.name} models`)}`;
}

function documentOf({ components }: Draft4Components, names: readonly string[]) {
  return {
    $schema: 'http://json-schema.org/draft-04/schema#',
    components: { schemas: Object.fromEntries(names.map((name) => [name, components[name]])) },
  };
}

const bytesOf = (value: unknown): number => new TextEncoder().encode(JSON.stringify(value)).length;
