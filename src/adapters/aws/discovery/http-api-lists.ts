import type {
  Authorizer,
  Integration,
  IntegrationResponse,
  Model,
  Route,
  RouteResponse,
} from '@aws-sdk/client-apigatewayv2';
import type * as ApiGatewayV2 from '@aws-sdk/client-apigatewayv2';
import type { Unclaimed } from '../../../model/aws.ts';
import { below, type SourceRef } from '../../../model/source-ref.ts';
import { rawItemsOf } from '../raw-answers.ts';
import * as MEMBERS from './http-api-members.ts';
import { unknownIn, type Known } from './known-members.ts';
import type { AwsRead } from './paced-calls.ts';
import type { SourceReading } from './source-reading.ts';

/** Version 2 documents no most; this is what its console asks for. A string, as the API has it (mapping A1). */
export const MAX_RESULTS = '100';

type HttpClient = Awaited<ReturnType<SourceReading['clients']['httpApis']>>;
type HttpSdk = typeof ApiGatewayV2;

interface PageOf {
  readonly ApiId: string;
  readonly MaxResults: string;
  readonly NextToken: string | undefined;
}

/** The lists of one HTTP or WebSocket API, with what is unknown in them. */
export class HttpLists {
  readonly #reading: SourceReading;
  readonly #sdk: HttpSdk;
  readonly #client: HttpClient;
  readonly #id: string;
  readonly #raw: { readonly path: readonly string[]; readonly known: Known; readonly raw: unknown }[] = [];

  constructor(reading: SourceReading, sdk: HttpSdk, client: HttpClient, id: string) {
    this.#reading = reading;
    this.#sdk = sdk;
    this.#client = client;
    this.#id = id;
  }

  unclaimed(at: SourceRef): readonly Unclaimed[] {
    return this.#raw.flatMap(({ path, known, raw }) => unknownIn(raw, known, below(at, ...path)));
  }

  async routes(): Promise<readonly Route[] | undefined> {
    const keep = { path: ['routes'], known: MEMBERS.route, keyOf: ({ RouteKey }: Route) => RouteKey };
    return await this.#all(this.#read('GetRoutes', 'routes'), keep, async (page) => {
      return await this.#client.send(new this.#sdk.GetRoutesCommand(page));
    });
  }

  async integrations(): Promise<readonly Integration[] | undefined> {
    const keyOf = ({ IntegrationId }: Integration): string | undefined => IntegrationId;
    const keep = { path: ['integrations'], known: MEMBERS.integration, keyOf };
    return await this.#all(this.#read('GetIntegrations', 'integrations'), keep, async (page) => {
      return await this.#client.send(new this.#sdk.GetIntegrationsCommand(page));
    });
  }

  async authorizers(): Promise<readonly Authorizer[] | undefined> {
    const keyOf = ({ AuthorizerId }: Authorizer): string | undefined => AuthorizerId;
    const keep = { path: ['authorizers'], known: MEMBERS.authorizer, keyOf };
    return await this.#all(this.#read('GetAuthorizers', 'authorizers'), keep, async (page) => {
      return await this.#client.send(new this.#sdk.GetAuthorizersCommand(page));
    });
  }

  async models(): Promise<readonly Model[] | undefined> {
    const keep = { path: ['models'], known: MEMBERS.model, keyOf: ({ Name }: Model) => Name };
    return await this.#all(this.#read('GetModels', 'models'), keep, async (page) => {
      return await this.#client.send(new this.#sdk.GetModelsCommand(page));
    });
  }

  /** By route id; only routes that answer at all have any. */
  async routeResponses(routes: readonly Route[]): Promise<ReadonlyMap<string, readonly RouteResponse[]>> {
    const found = new Map<string, readonly RouteResponse[]>();
    for (const { RouteId = '', RouteKey = '', RouteResponseSelectionExpression } of routes) {
      if (RouteResponseSelectionExpression === undefined) continue;
      const keyOf = ({ RouteResponseKey }: RouteResponse): string | undefined => RouteResponseKey;
      const keep = { path: ['routes', RouteKey, 'responses'], known: MEMBERS.routeResponse, keyOf };
      const read = this.#read('GetRouteResponses', `routes/${RouteId}/routeresponses`);
      const responses = await this.#all(read, keep, async (page) => {
        return await this.#client.send(new this.#sdk.GetRouteResponsesCommand({ ...page, RouteId }));
      });
      found.set(RouteId, responses ?? []);
    }
    return found;
  }

  /** By integration id; a proxy has none. */
  async integrationResponses(
    integrations: readonly Integration[],
  ): Promise<ReadonlyMap<string, readonly IntegrationResponse[]>> {
    const found = new Map<string, readonly IntegrationResponse[]>();
    for (const { IntegrationId = '', IntegrationType = '' } of integrations) {
      if (IntegrationType.endsWith('_PROXY')) continue;
      const keyOf = ({ IntegrationResponseKey }: IntegrationResponse): string | undefined => IntegrationResponseKey;
      const keep = { path: ['integrations', IntegrationId, 'responses'], known: MEMBERS.integrationResponse, keyOf };
      const read = this.#read('GetIntegrationResponses', `integrations/${IntegrationId}/integrationresponses`);
      const responses = await this.#all(read, keep, async (page) => {
        return await this.#client.send(new this.#sdk.GetIntegrationResponsesCommand({ ...page, IntegrationId }));
      });
      found.set(IntegrationId, responses ?? []);
    }
    return found;
  }

  #read(call: string, list: string): AwsRead {
    return this.#reading.read(call, `/apis/${this.#id}/${list}`);
  }

  async #all<T>(
    read: AwsRead,
    keep: {
      readonly path: readonly string[];
      readonly known: Known;
      readonly keyOf: (item: T) => string | undefined;
    },
    send: (page: PageOf) => Promise<{ readonly Items?: T[] | undefined; readonly NextToken?: string | undefined }>,
  ): Promise<readonly T[] | undefined> {
    return await this.#reading.allIfRead(read, async (NextToken) => {
      const found = await send({ ApiId: this.#id, MaxResults: MAX_RESULTS, NextToken });
      const raw = rawItemsOf(found);
      for (const [index, item] of (found.Items ?? []).entries())
        this.#raw.push({ path: [...keep.path, keep.keyOf(item) ?? ''], known: keep.known, raw: raw[index] });
      return { items: found.Items, next: found.NextToken };
    });
  }
}
