import type { AwsState } from '../../aws/state.ts';
import { addCloudMap } from './cloud-map.ts';
import { addFirewall } from './firewall.ts';
import { addFunctions } from './functions.ts';
import { addLoadBalancers } from './load-balancers.ts';
import { addMonitoring, type MonitoredApis } from './monitoring.ts';
import { addNetwork } from './network.ts';
import { addUserPool } from './user-pool.ts';

/** What stands around API Gateway in the account of the health records system. */
export function addSurroundings(aws: AwsState, apis: MonitoredApis): void {
  addNetwork(aws);
  addUserPool(aws);
  addFunctions(aws, apis.patients);
  addFirewall(aws);
  addLoadBalancers(aws);
  addCloudMap(aws);
  addMonitoring(aws, apis);
}
