import { createAuthority } from '../../../src/local/sandbox/authority.ts';
import { startAwsCloud, type AwsCloud, type AwsCloudOptions } from '../../../src/local/sandbox/aws/aws-cloud.ts';
import type { AwsState } from '../../../src/local/sandbox/aws/state.ts';
import { estateOf } from '../../../src/local/sandbox/estate/estate-of.ts';
import { Faults } from '../../../src/local/sandbox/faults.ts';
import { Trace } from '../../../src/local/sandbox/trace.ts';

/** The whole account of the health records system behind real sockets, and what an SDK client needs to call it. */
export interface EstateCloud {
  readonly state: AwsState;
  readonly cloud: AwsCloud;
  readonly client: (region?: string) => {
    readonly region: string;
    readonly endpoint: string;
    readonly credentials: AwsCloud['credentials'];
    readonly maxAttempts: number;
  };
}

/** As large a quota of API Gateway as no test uses up: quotas have tests of their own. */
const QUOTAS = {
  apiGatewayRate: 1_000,
  apiGatewayBurst: 1_000,
  getResourcesRate: 1_000,
  getResourcesBurst: 1_000,
  route53Rate: 1_000,
};

export async function startEstateCloud(options: Partial<AwsCloudOptions> = {}): Promise<EstateCloud> {
  const { aws, elsewhere = [] } = await estateOf([], await createAuthority());
  const state = options.state ?? aws;
  const defaults = { faults: new Faults(), trace: new Trace(), quotas: QUOTAS, elsewhere };
  const cloud = await startAwsCloud({ ...defaults, ...options, state });
  return {
    state,
    cloud,
    client: (region = state.region) => ({
      region,
      endpoint: cloud.aws.url,
      credentials: cloud.credentials,
      maxAttempts: 1,
    }),
  };
}
