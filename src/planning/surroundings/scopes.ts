import type { RunRequest } from '../../model/run.ts';

type Target = RunRequest['target'];

/** The resource group of the service. */
export const groupOf = ({ subscriptionId, resourceGroup }: Target): string =>
  `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}`;

/** The API Management service itself. */
export const serviceIdOf = (target: Target): string =>
  `${groupOf(target)}/providers/Microsoft.ApiManagement/service/${target.service}`;

/** The resource group that an id stands in. */
export const groupIn = (id: string): string => id.split('/').slice(0, 5).join('/');

/**
 * Ids below which a run may write beside the service: its resource group, the API center that run.json names, and the resource group
 * of the front that it names.
 */
export function azureScopes(target: Target): readonly string[] {
  const { apiCenter, applicationGateway } = target;
  const groups = [groupOf(target), ...(applicationGateway === undefined ? [] : [groupIn(applicationGateway)])];
  return [...new Set([...groups, ...(apiCenter === undefined ? [] : [apiCenter])])];
}
