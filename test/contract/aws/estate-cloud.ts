import { createAuthority } from '../../../src/local/sandbox/authority.ts';
import { startAwsCloud, type AwsCloud, type AwsCloudOptions } from '../../../src/local/sandbox/aws/aws-cloud.ts';
import type { AwsState } from '../../../src/local/sandbox/aws/state.ts';
import { healthRecordsEstate } from '../../../src/local/sandbox/estate/health-records.ts';
import { Faults } from '../../../src/local/sandbox/faults.ts';
import { Trace } from '../../../src/local/sandbox/trace.ts';

/** The account of the health records system behind real sockets, and what an SDK client needs to call it. */
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
  const estate = await healthRecordsEstate(await createAuthority());
  const state = options.state ?? estate.aws;
  const cloud = await startAwsCloud({ faults: new Faults(), trace: new Trace(), quotas: QUOTAS, ...options, state });
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
