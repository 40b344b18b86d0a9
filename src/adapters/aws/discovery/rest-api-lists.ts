import type {
  Authorizer,
  DocumentationPart,
  GatewayResponse,
  Method,
  Model,
  RequestValidator,
  Resource,
} from '@aws-sdk/client-api-gateway';
import type * as ApiGateway from '@aws-sdk/client-api-gateway';
import type { Unclaimed } from '../../../model/aws.ts';
import { below, type SourceRef } from '../../../model/source-ref.ts';
import { rawItemsOf } from '../raw-answers.ts';
import { unknownIn, type Known } from './known-members.ts';
import type { AwsRead } from './paced-calls.ts';
import * as MEMBERS from './rest-api-members.ts';
import type { SourceReading } from './source-reading.ts';

/** The most that a page of version 1 holds (mapping A1). */
export const PAGE_SIZE = 500;

type RestClient = Awaited<ReturnType<SourceReading['clients']['restApis']>>;
type RestSdk = typeof ApiGateway;

/** What lists of version 1 are asked with. */
interface PageOf {
  readonly restApiId: string;
  readonly limit: number;
  readonly position?: string;
}

/** The lists of one REST API, with what is unknown in them. */
export class RestLists {
  readonly #reading: SourceReading;
  readonly #sdk: RestSdk;
  readonly #client: RestClient;
  readonly #id: string;
  readonly #raw: { readonly list: string; readonly key: string; readonly known: Known; readonly raw: unknown }[] = [];

  constructor(reading: SourceReading, sdk: RestSdk, client: RestClient, id: string) {
    this.#reading = reading;
    this.#sdk = sdk;
    this.#client = client;
    this.#id = id;
  }

  unclaimed(at: SourceRef): readonly Unclaimed[] {
    return this.#raw.flatMap(({ list, key, known, raw }) => unknownIn(raw, known, below(at, list, key)));
  }

  async resources(): Promise<readonly Resource[] | undefined> {
    const all = await this.#all(this.#read('GetResources', 'resources'), async (page) => {
      const input = { ...page, embed: ['methods'] };
      return await this.#client.send(new this.#sdk.GetResourcesCommand(input));
    });
    const resources = this.#keep('resources', MEMBERS.resource, all, ({ path = '' }) => path);
    return resources && (await this.#withMethods(resources));
  }

  /**
   * Some endpoints name methods without telling what they are (mapping A1): such a method must not pass for an open one, so each is
   * asked for. Undefined, and a gap, when one cannot be read.
   */
  async #withMethods(resources: readonly Resource[]): Promise<readonly Resource[] | undefined> {
    const whole: Resource[] = [];
    for (const resource of resources) {
      const methods: Record<string, Method> = {};
      for (const [httpMethod, method] of Object.entries(resource.resourceMethods ?? {})) {
        const isTold = method?.authorizationType !== undefined;
        const read = isTold ? method : await this.#method(resource.id ?? '', httpMethod);
        if (read === undefined) return undefined;
        methods[httpMethod] = read;
      }
      whole.push({ ...resource, resourceMethods: methods });
    }
    return whole;
  }

  async #method(resourceId: string, httpMethod: string): Promise<Method | undefined> {
    const read = this.#read('GetMethod', `resources/${resourceId}/methods/${httpMethod}`);
    const command = new this.#sdk.GetMethodCommand({ restApiId: this.#id, resourceId, httpMethod });
    return await this.#reading.oneOrGap(read, async () => await this.#client.send(command));
  }

  async authorizers(): Promise<readonly Authorizer[] | undefined> {
    const all = await this.#all(this.#read('GetAuthorizers', 'authorizers'), async (page) => {
      return await this.#client.send(new this.#sdk.GetAuthorizersCommand(page));
    });
    return this.#keep('authorizers', MEMBERS.authorizer, all, ({ id = '' }) => id);
  }

  async requestValidators(): Promise<readonly RequestValidator[] | undefined> {
    const all = await this.#all(this.#read('GetRequestValidators', 'requestvalidators'), async (page) => {
      return await this.#client.send(new this.#sdk.GetRequestValidatorsCommand(page));
    });
    return this.#keep('requestValidators', MEMBERS.requestValidator, all, ({ id = '' }) => id);
  }

  async models(): Promise<readonly Model[] | undefined> {
    const all = await this.#all(this.#read('GetModels', 'models'), async (page) => {
      return await this.#client.send(new this.#sdk.GetModelsCommand(page));
    });
    return this.#keep('models', MEMBERS.model, all, ({ name = '' }) => name);
  }

  async gatewayResponses(): Promise<readonly GatewayResponse[] | undefined> {
    const all = await this.#all(this.#read('GetGatewayResponses', 'gatewayresponses'), async (page) => {
      return await this.#client.send(new this.#sdk.GetGatewayResponsesCommand(page));
    });
    return this.#keep('gatewayResponses', MEMBERS.gatewayResponse, all, ({ responseType = '' }) => responseType);
  }

  /** Words for people: their lack changes no access. */
  async documentationParts(): Promise<readonly DocumentationPart[] | undefined> {
    const read = this.#reading.review('GetDocumentationParts', `/restapis/${this.#id}/documentation/parts`);
    const all = await this.#all(read, async (page) => {
      return await this.#client.send(new this.#sdk.GetDocumentationPartsCommand(page));
    });
    return all?.map(({ item }) => item);
  }

  #read(call: string, list: string): AwsRead {
    return this.#reading.read(call, `/restapis/${this.#id}/${list}`);
  }

  async #all<T>(
    read: AwsRead,
    send: (page: PageOf) => Promise<{ readonly items?: T[] | undefined; readonly position?: string | undefined }>,
  ): Promise<readonly { readonly item: T; readonly raw: unknown }[] | undefined> {
    return await this.#reading.allIfRead(read, async (position) => {
      const found = await send({ restApiId: this.#id, limit: PAGE_SIZE, ...(position !== undefined && { position }) });
      const raw = rawItemsOf(found);
      const items = (found.items ?? []).map((item, index) => ({ item, raw: raw[index] }));
      return { items, next: found.position };
    });
  }

  #keep<T>(
    list: string,
    known: Known,
    all: readonly { readonly item: T; readonly raw: unknown }[] | undefined,
    keyOf: (item: T) => string,
  ): readonly T[] | undefined {
    for (const { item, raw } of all ?? []) this.#raw.push({ list, key: keyOf(item), known, raw });
    return all?.map(({ item }) => item);
  }
}
