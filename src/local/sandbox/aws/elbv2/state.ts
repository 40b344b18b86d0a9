import type {
  Listener,
  LoadBalancer,
  Rule,
  TargetGroup,
  TargetHealthDescription,
} from '@aws-sdk/client-elastic-load-balancing-v2';

/** Load balancers with what they lead to, each by ARN. */
export interface LoadBalancingState {
  readonly loadBalancers: Map<string, LoadBalancer>;
  readonly listeners: Map<string, Listener>;
  /** Of each listener, the default rule last. */
  readonly rules: Map<string, readonly Rule[]>;
  readonly targetGroups: Map<string, TargetGroup>;
  /** Who is registered in each target group. */
  readonly targets: Map<string, readonly TargetHealthDescription[]>;
}

export function emptyLoadBalancingState(): LoadBalancingState {
  return {
    loadBalancers: new Map(),
    listeners: new Map(),
    rules: new Map(),
    targetGroups: new Map(),
    targets: new Map(),
  };
}
