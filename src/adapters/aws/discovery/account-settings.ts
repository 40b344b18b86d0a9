import type { AwsAccountSettings } from '../../../model/aws-account.ts';
import { defined } from '../defined.ts';
import type { SourceReading } from './source-reading.ts';

/** What API Gateway sets for the whole account and region. */
export async function readAccountSettings(reading: SourceReading): Promise<readonly AwsAccountSettings[]> {
  const { GetAccountCommand } = await import('@aws-sdk/client-api-gateway');
  const client = await reading.clients.restApis(reading.scope);
  const read = reading.review('GetAccount', '/account');
  const found = await reading.oneOrGap(read, async () => await client.send(new GetAccountCommand({})));
  if (found === undefined) return [];
  const { throttleSettings: throttle, cloudwatchRoleArn } = found;
  const { account, region } = reading.scope;
  return [
    defined({
      // API Gateway's ARNs name no account, and this is the one thing that every account has one of.
      at: { arn: `arn:aws:apigateway:${region}:${account}:/account`, pointer: '' },
      account,
      region,
      throttle: throttle && { rateLimit: throttle.rateLimit ?? 0, burstLimit: throttle.burstLimit ?? 0 },
      cloudWatchRoleArn: cloudwatchRoleArn,
    }),
  ];
}
