import { apiCenter } from './api-center.ts';
import { identityAndAccess } from './identity-and-access.ts';
import { insights } from './insights.ts';
import { networkTypes } from './network.ts';
import type { ResourceType } from './resource-type.ts';

const TYPES: ReadonlyMap<string, ResourceType> = new Map(
  [...insights, ...networkTypes, ...apiCenter, ...identityAndAccess].map((each) => [each.type.toLowerCase(), each]),
);

export const resourceType = (type: string): ResourceType | undefined => TYPES.get(type.toLowerCase());

/** Whether the provider has a type here, beside those with a simulation of their own. */
export const isProvider = (provider: string): boolean =>
  [...TYPES.keys()].some((type) => type.startsWith(`${provider.toLowerCase()}/`));
