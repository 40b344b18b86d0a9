import type { UsagePlan } from '@aws-sdk/client-api-gateway';
import type { GatewayCall, GatewayWorld } from './call.ts';

/** A caller's key and its usage plan of this stage. */
export interface PlanOfKey {
  readonly keyId: string;
  readonly plan: UsagePlan;
}

/** A key counts when it is enabled and in a usage plan of this stage. */
export function planOfKey(
  call: GatewayCall,
  value: string | undefined,
  { state }: GatewayWorld,
): PlanOfKey | undefined {
  const key = [...state.apiKeys.values()].find((known) => known.value === value && known.enabled === true);
  const keyId = value === undefined ? undefined : key?.id;
  if (keyId === undefined) return undefined;
  for (const { plan, keyIds } of state.usagePlans.values())
    if (keyIds.includes(keyId) && plan.apiStages?.some((stage) => isStageOf(call, stage))) return { keyId, plan };
  return undefined;
}

/** Whether a plan's entry means the stage of a call. */
export function isStageOf(
  call: GatewayCall,
  entry: { readonly apiId?: string | undefined; readonly stage?: string | undefined },
): boolean {
  return entry.apiId === call.apiId && entry.stage === call.stageName;
}
