import { Refusal } from './answers.ts';
import { findResource } from './resource-store.ts';
import type { ArmResource, AzureState } from './state.ts';

/**
 * Refuses to delete what policies name: fragments (`is used by the following entities`; Azure/apiops-cli, issue 261) and named values
 * (Azure/apiops, issue 326).
 */
export function checkUnused(state: AzureState, type: string, { id, name, properties }: ArmResource): void {
  if (type !== 'policyFragments' && type !== 'namedValues') return;
  const words =
    type === 'policyFragments'
      ? new RegExp(`\\sfragment-id\\s*=\\s*["']${escaped(name)}["']`, 'i')
      : new RegExp(`\\{\\{${escaped(String(properties['displayName']))}\\}\\}`);
  const users: string[] = [];
  for (const each of state.resources.values())
    if (
      /\/(policies|policyFragments)$/.test(each.type) &&
      each.id !== id &&
      words.test(String(each.properties['value']))
    )
      users.push(each.id);
  if (users.length === 0 || !findResource(state, id)) return;
  const label = type === 'policyFragments' ? 'Policy Fragment' : 'Named Value';
  throw new Refusal(
    400,
    'ValidationError',
    `The ${label} '${name}' is used by the following entities:\r\n${users.join('\r\n')}\r\n`,
  );
}

const escaped = (text: string): string => text.replace(/[^\w]/g, '\\$&');
