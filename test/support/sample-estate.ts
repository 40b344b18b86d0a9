import { awsClients } from '../../src/adapters/aws/clients.ts';
import { awsSourceReader } from '../../src/adapters/aws/discovery/source-reader.ts';
import { createAuthority } from '../../src/local/sandbox/authority.ts';
import { startAwsCloud } from '../../src/local/sandbox/aws/aws-cloud.ts';
import { healthRecordsAccount } from '../../src/local/sandbox/estate/account/health-records-account.ts';
import { Faults } from '../../src/local/sandbox/faults.ts';
import { Trace } from '../../src/local/sandbox/trace.ts';
import { discoverSources } from '../../src/discovery/discover-source.ts';
import type { AwsInventory } from '../../src/model/aws-inventory.ts';

const SCOPE = { account: '111122223333', region: 'us-east-1' };

/** The simulated account of the health records system, read as the app reads AWS, with a traffic baseline. */
export async function readSampleEstate(): Promise<AwsInventory> {
  const { aws: state, elsewhere = [] } = await healthRecordsAccount(await createAuthority());
  const quotas = { apiGatewayRate: 100_000, apiGatewayBurst: 100_000, route53Rate: 100_000 };
  const cloud = await startAwsCloud({ state, elsewhere, faults: new Faults(), trace: new Trace(), quotas });
  const before = process.env['AWS_ENDPOINT_URL'];
  process.env['AWS_ENDPOINT_URL'] = cloud.aws.url;
  try {
    const reader = awsSourceReader(awsClients({ credentials: cloud.credentials }));
    return await discoverSources(reader, [SCOPE]);
  } finally {
    if (before === undefined) delete process.env['AWS_ENDPOINT_URL'];
    else process.env['AWS_ENDPOINT_URL'] = before;
    await cloud.close();
  }
}
