import { below, type SourceRef } from '../../model/source-ref.ts';
import { isObject, memberOf, objectAt, type Json, type JsonObject } from '../json.ts';
import { Members } from '../members.ts';
import { Notes } from '../notes.ts';
import { textOf } from '../placeholders.ts';
import { Resolver } from './resolver.ts';

/** A resource of a template with its functions put in. */
export interface Resource {
  /** Its logical id. */
  readonly id: string;
  readonly type: string;
  readonly properties: JsonObject;
  /** Of its properties. */
  readonly at: SourceRef;
}

/** A template while it is read. */
export class Template {
  readonly at: SourceRef;
  readonly notes = new Notes();
  readonly resources: readonly Resource[];
  readonly globals: JsonObject;

  constructor(document: JsonObject, at: SourceRef) {
    this.at = at;
    const resolver = new Resolver(document, at, this.notes);
    this.resources = Object.entries(objectAt(document, 'Resources')).flatMap(([id, raw]) =>
      this.#resourceOf(id, raw, resolver),
    );
    const globals = resolver.resolve(memberOf(document, 'Globals'), below(at, 'Globals'));
    this.globals = isObject(globals) ? globals : {};
  }

  ofType(...types: readonly string[]): readonly Resource[] {
    return this.resources.filter(({ type }) => types.includes(type));
  }

  /** Resources that name an API by `RestApiId` or `ApiId`. */
  partsOf(api: Pick<Resource, 'id'>, ...types: readonly string[]): readonly Resource[] {
    return this.ofType(...types).filter(({ properties }) => apiOf(properties) === api.id);
  }

  byId(id: string | undefined): Resource | undefined {
    return this.resources.find((resource) => resource.id === id);
  }

  /** A stage is named by its name or by its resource. */
  stageName(text: string | undefined): string {
    const link = linkOf(text) ?? '';
    const name = this.byId(link)?.properties['StageName'];
    return typeof name === 'string' ? name : link;
  }

  /** Properties to be read member by member. */
  members({ properties, at }: Resource): Members {
    return new Members(properties, at, this.notes);
  }

  #resourceOf(id: string, raw: Json, resolver: Resolver): readonly Resource[] {
    const place = below(this.at, 'Resources', id);
    const type = textOf(memberOf(raw, 'Type'));
    if (!isObject(raw) || type === undefined) {
      this.notes.gap(place, `The resource ${id}`, 'it has no type', 'Correct the template.', 'blocker');
      return [];
    }
    if (!isOurs(type)) return [];
    const condition = textOf(memberOf(raw, 'Condition'));
    const holds = condition === undefined ? true : resolver.holds(condition);
    if (holds !== true) {
      const reason = holds === false ? 'is not deployed by default' : 'is deployed or not: that is not known';
      const remedy = 'Assess what is deployed.';
      this.notes.gap(place, `The resource ${id}`, `by its condition ${condition} it ${reason}`, remedy, 'review');
    }
    if (holds === false) return [];
    const at = below(place, 'Properties');
    const properties = resolver.resolve(objectAt(raw, 'Properties'), at);
    return [{ id, type, at, properties: isObject(properties) ? properties : {} }];
  }
}

/** Services whose resources surround an API; of all others nothing is read, and nothing resolved. */
function isOurs(type: string): boolean {
  return /^AWS::(ApiGateway|ApiGatewayV2|Serverless|CloudFormation|WAFv2|Cognito|CertificateManager|Route53|Logs|CloudWatch)::/.test(
    type,
  );
}

/** The logical id that a reference names (`${Id}`, `${Id.Attribute}`, `integrations/${Id}`), else the text itself. */
export function linkOf(text: string | undefined): string | undefined {
  if (text === undefined || text === '') return undefined;
  return /^(?:integrations\/)?\$\{([^.{}]+)(?:\.[^{}]+)?\}$/.exec(text)?.[1] ?? text;
}

/** The API that a resource belongs to; empty where that cannot be read. */
export function apiOf(properties: JsonObject): string {
  const text = memberOf(properties, 'RestApiId') ?? memberOf(properties, 'ApiId');
  return (typeof text === 'string' ? linkOf(text) : undefined) ?? '';
}

/** A number, or 0 for what is none: of things that only people read. */
export function numberIn(value: Json | undefined, key: string): number {
  const number = Number(textOf(memberOf(value, key)));
  return Number.isFinite(number) ? number : 0;
}

/** Tags are a list of keys and values in most resources, a map in some. */
export function tagsOf(value: Json | undefined): Readonly<Record<string, string>> {
  const pairs = Array.isArray(value)
    ? (value as readonly Json[]).map(
        (tag) => [textOf(memberOf(tag, 'Key')) ?? '', textOf(memberOf(tag, 'Value')) ?? ''] as const,
      )
    : Object.entries(isObject(value) ? value : {}).map(([key, each]) => [key, textOf(each) ?? ''] as const);
  return Object.fromEntries(pairs);
}
