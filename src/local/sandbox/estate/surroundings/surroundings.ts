import type { AwsState } from '../../aws/state.ts';
import { addFirewall } from './firewall.ts';
import { addFunctions } from './functions.ts';
import { addLoadBalancers } from './load-balancers.ts';
import { addNetwork } from './network.ts';
import { addUserPool } from './user-pool.ts';

/** Ids of the estate's APIs. */
export interface EstateApis {
  readonly patients: string;
  readonly care: string;
  readonly legacy: string;
}

/** What stands around API Gateway in the account of the health records system. */
export function addSurroundings(aws: AwsState, apis: EstateApis): void {
  addNetwork(aws);
  addUserPool(aws);
  addFunctions(aws, apis.patients);
  addFirewall(aws);
  addLoadBalancers(aws);
}
