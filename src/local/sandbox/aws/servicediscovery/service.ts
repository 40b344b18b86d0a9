import type { Service } from '@aws-sdk/client-servicediscovery';
import { jsonService, type Input } from '../json-service.ts';
import { pageOf, sizeOf } from '../paging.ts';
import type { AwsService } from '../service.ts';
import type { AwsState } from '../state.ts';
import { AwsError } from '../wire.ts';
import type { CloudMapServiceState, CloudMapState } from './state.ts';

/** AWS Cloud Map: where the services are that private integrations name. */
export function serviceDiscovery({ cloudMap }: AwsState): AwsService {
  return jsonService({
    name: 'servicediscovery',
    version: '1.1',
    operations: {
      GetNamespace: (input) => {
        const namespace = cloudMap.namespaces.get(String(input['Id']));
        if (!namespace) throw new AwsError('NamespaceNotFound', 'Namespace not found');
        return { Namespace: namespace };
      },
      GetService: (input) => ({ Service: find(cloudMap, input['Id']).service }),
      ListServices: (input) => {
        const services = filtered([...cloudMap.services.values()], input);
        const { items, next } = page(services, input);
        return { Services: items, NextToken: next };
      },
      ListInstances: (input) => {
        const { items, next } = page(find(cloudMap, input['ServiceId']).instances, input);
        return { Instances: items, NextToken: next };
      },
      DiscoverInstances: (input) => discoverInstances(cloudMap, input),
    },
  });
}

/** By id or ARN. */
function find({ services }: CloudMapState, id: unknown): CloudMapServiceState {
  const found = services.get((typeof id === 'string' ? id : '').split('/').at(-1) ?? '');
  if (!found) throw new AwsError('ServiceNotFound', 'Service not found');
  return found;
}

function filtered(services: readonly CloudMapServiceState[], input: Input): Omit<Service, 'NamespaceId'>[] {
  const filters = (input['Filters'] ?? []) as { readonly Name: string; readonly Values: readonly string[] }[];
  const fits = ({ NamespaceId = '' }: Service): boolean =>
    filters.every(({ Name, Values }) => {
      if (Name !== 'NAMESPACE_ID') throw new AwsError('InvalidInput', `Filter ${Name} is not valid`);
      return Values.includes(NamespaceId);
    });
  // Summaries do not tell the namespace.
  return services
    .map(({ service }) => service)
    .filter(fits)
    .map(({ NamespaceId: _namespaceId, ...summary }) => summary);
}

function discoverInstances({ namespaces, services }: CloudMapState, input: Input): unknown {
  const { NamespaceName, ServiceName } = input as Readonly<Record<string, string>>;
  const namespace = [...namespaces.values()].find(({ Name }) => Name === NamespaceName);
  if (!namespace) throw new AwsError('NamespaceNotFound', 'Namespace not found');
  const found = [...services.values()].find(
    ({ service }) => service.Name === ServiceName && service.NamespaceId === namespace.Id,
  );
  if (!found) throw new AwsError('ServiceNotFound', 'Service not found');
  const instances = found.instances.map(({ Id, Attributes }) => ({
    InstanceId: Id,
    NamespaceName,
    ServiceName,
    HealthStatus: 'HEALTHY',
    Attributes,
  }));
  return { Instances: instances, InstancesRevision: 1 };
}

function page<T>(items: readonly T[], input: Input): ReturnType<typeof pageOf<T>> {
  const refuse = (): AwsError => new AwsError('InvalidInput', 'Invalid MaxResults or NextToken');
  const size = sizeOf(input['MaxResults'], { most: 100 }, refuse);
  return pageOf(items, input['NextToken'] as string | undefined, size, refuse);
}
