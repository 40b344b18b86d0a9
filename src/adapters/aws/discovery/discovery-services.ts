import type { AwsApi } from '../../../model/aws.ts';
import type { AwsDiscoveryService } from '../../../model/aws-account.ts';
import type { SourceReading } from './source-reading.ts';

/** The services of Cloud Map that private integrations name. */
export async function readDiscoveryServices(
  reading: SourceReading,
  apis: readonly AwsApi[],
): Promise<readonly AwsDiscoveryService[]> {
  const uris = apis.flatMap(({ routes }) => routes.map(({ integration }) => integration?.uri ?? ''));
  const arns = uris.flatMap((uri) => /^arn:[\w-]+:servicediscovery:[\w-]+:\d+:service\/[\w-]+/.exec(uri) ?? []);
  const services: AwsDiscoveryService[] = [];
  for (const arn of new Set(arns)) {
    const service = await readService(reading, arn);
    if (service !== undefined) services.push(service);
  }
  return services;
}

async function readService(reading: SourceReading, arn: string): Promise<AwsDiscoveryService | undefined> {
  const { GetServiceCommand } = await import('@aws-sdk/client-servicediscovery');
  const client = await reading.clients.serviceDiscovery(reading.scope);
  const id = arn.split('/').at(-1) ?? '';
  const read = reading.readOf({ action: 'servicediscovery:GetService', resource: arn, severity: 'review' });
  const found = (await reading.oneOrGap(read, async () => await client.send(new GetServiceCommand({ Id: id }))))
    ?.Service;
  if (found === undefined) return undefined;
  const at = { arn, pointer: '' };
  return { at, id, arn, name: found.Name ?? id, instances: await readInstances(reading, id, arn) };
}

/** By ListInstances: DiscoverInstances is another service's endpoint and tells healthy ones only. */
async function readInstances(
  reading: SourceReading,
  ServiceId: string,
  arn: string,
): Promise<AwsDiscoveryService['instances']> {
  const { ListInstancesCommand } = await import('@aws-sdk/client-servicediscovery');
  const client = await reading.clients.serviceDiscovery(reading.scope);
  const read = reading.readOf({ action: 'servicediscovery:ListInstances', resource: arn, severity: 'review' });
  const found = await reading.allOrGap(read, async (NextToken) => {
    const answer = await client.send(new ListInstancesCommand({ ServiceId, NextToken }));
    return { items: answer.Instances, next: answer.NextToken };
  });
  return found.map(({ Id: id = '', Attributes: attributes = {} }) => ({ id, attributes }));
}
