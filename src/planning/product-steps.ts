import { shortHash, slug } from '../features/operations.ts';
import type { AwsApiKey, AwsUsagePlan } from '../model/aws-account.ts';
import type { Step } from '../model/plan.ts';
import type { RunRequest } from '../model/run.ts';
import type { SourceRef } from '../model/source-ref.ts';
import type { PolicyDocument } from '../policy/tree.ts';
import { writePolicy } from '../policy/write.ts';
import type { Assignment, Placement } from './placements.ts';
import { resourceName } from './resource-name.ts';
import { sourceIndex } from './source-index.ts';

export const PRODUCT_PHASE = 'registering-backends';

/** An assigned API with its places and whether keys are asked for: what products are made of. */
export interface PlacedApi {
  readonly assignment: Assignment;
  readonly placements: readonly Placement[];
  readonly isKeyed: boolean;
}

export const put =
  (place: Step['place'], from: readonly SourceRef[], dependsOn: readonly string[]) =>
  (path: string, properties: Readonly<Record<string, unknown>>): Step => ({
    id: `put:${path}`,
    kind: 'put-apim-resource',
    summary: `put ${path}`,
    dependsOn,
    from,
    place,
    payload: { path, properties },
  });

/** The product of a usage plan. */
export const productIdOf = ({ name, id }: Pick<AwsUsagePlan, 'name' | 'id'>): string => resourceName(name, id);

/** A product stands and falls by itself, in the earliest wave of its APIs. Undefined where none of them moves. */
export function productPlace(
  productId: string,
  members: readonly PlacedApi[],
  { waves }: Pick<RunRequest, 'waves'>,
): Step['place'] | undefined {
  const wave = waves.find(({ name }) => members.some(({ assignment }) => assignment.wave === name));
  return wave && { wave: wave.name, phase: PRODUCT_PHASE, unit: `product-${productId}` };
}

/** The APIs of a plan's stages that move. */
export const membersOf = (plan: AwsUsagePlan, placed: readonly PlacedApi[]): readonly PlacedApi[] =>
  placed.filter(
    ({ assignment: { api } }) =>
      // Keys of a WebSocket API are checked by API Gateway, with their plan.
      api.type !== 'WEBSOCKET' &&
      plan.apiStages.some(({ apiId, stage }) => apiId === api.id && stage === api.stage.name),
  );

/** A product for keys with its policy and its APIs, each in the wave that moves it. */
export function productSteps(
  id: string,
  displayName: string,
  policy: PolicyDocument,
  members: readonly PlacedApi[],
  place: Step['place'],
  from: readonly SourceRef[],
): readonly Step[] {
  const product = put(
    place,
    from,
    [],
  )(`products/${id}`, { displayName, subscriptionRequired: true, approvalRequired: false, state: 'published' });
  // A membership stands and falls with its API, which is closed until then.
  const links = members.flatMap(({ assignment: { wave, unit }, placements }) =>
    placements.map(({ apimId }) =>
      put({ wave, phase: 'opening', unit }, from, [product.id, `close:apis/${apimId}`])(
        `products/${id}/apis/${apimId}`,
        {},
      ),
    ),
  );
  return [
    product,
    put(place, from, [product.id])(`products/${id}/policies/policy`, { format: 'xml', value: writePolicy(policy) }),
    ...links,
  ];
}

/** A key as a subscription to a product. The value is not here: the step reads it when it is applied. */
export function subscriptionStep(key: AwsApiKey, productId: string, place: Step['place'], request: RunRequest): Step {
  const path = `subscriptions/${slug(key.name)}-${shortHash(key.id, 8)}`;
  const properties = {
    displayName: key.name.slice(0, 100),
    scope: `/products/${productId}`,
    state: key.enabled ? 'active' : 'suspended',
  };
  return {
    id: `put:${path}`,
    kind: 'put-subscription',
    summary: `carry the API key ${key.name} over`,
    dependsOn: [`put:products/${productId}`],
    from: [key.at],
    place,
    payload: { path, properties, keyId: key.id, scope: sourceIndex(key.at, request) },
  };
}
