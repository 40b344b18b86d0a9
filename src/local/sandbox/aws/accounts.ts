import { globalServices, regionalServices, type AccountContext, type SharedContext } from './services.ts';
import type { AwsService } from './service.ts';
import { emptyAwsState, type AwsState } from './state.ts';

/** The services of an account as one of its regions has them. */
export type ServicesOf = (accountId: string, region: string) => readonly AwsService[];

/**
 * The services of every account, made when a region is first asked. A region that holds nothing is empty, not missing; what
 * knows no region is kept by the account's first state.
 */
export function accountServices(states: readonly AwsState[], shared: SharedContext): ServicesOf {
  const accounts = new Map<string, (region: string) => readonly AwsService[]>();
  for (const [accountId, regions] of Map.groupBy(states, (state) => state.accountId))
    accounts.set(accountId, regionServices(accountId, regions, { ...shared, regions, organisation: states }));
  return (accountId, region) => accounts.get(accountId)?.(region) ?? [];
}

function regionServices(
  accountId: string,
  regions: readonly AwsState[],
  context: AccountContext,
): (region: string) => readonly AwsService[] {
  const [home = emptyAwsState(accountId)] = regions;
  const everywhere = globalServices(home, context);
  const made = new Map<string, readonly AwsService[]>();
  return (region) => {
    const known = made.get(region);
    if (known !== undefined) return known;
    const state = regions.find((one) => one.region === region) ?? emptyAwsState(accountId, region);
    const services = [...everywhere, ...regionalServices(state, context)];
    made.set(region, services);
    return services;
  };
}
