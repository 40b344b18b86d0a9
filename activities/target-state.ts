import type { RunRequest } from '../src/model/run.ts';
import { digestOf } from '../src/planning/digest.ts';
import type { World } from '../src/ports/world.ts';

/** The service as a plan is made for it: when the digest is another one later, somebody changed it and the plan is void. */
export interface TargetState {
  /** Where names are pointed at, such as `contoso.azure-api.net`. */
  readonly gatewayHost: string;
  readonly targetDigest: string;
}

/** What a plan could collide with: the service's names, and the ids of its APIs and products. */
export async function readTarget({ target }: RunRequest, world: World): Promise<TargetState> {
  const apiManagement = await world.apiManagement(target);
  const { gatewayUrl, hostnames } = await apiManagement.service();
  const [apis, products] = [await apiManagement.list('apis'), await apiManagement.list('products')];
  return {
    gatewayHost: new URL(gatewayUrl).hostname,
    targetDigest: digestOf({
      hostnames: hostnames.map(({ hostName }) => String(hostName).toLowerCase()).toSorted(),
      apis: apis.toSorted(),
      products: products.toSorted(),
    }),
  };
}
