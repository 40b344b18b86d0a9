import { STEP_PHASES, type Step } from '../../model/plan.ts';
import type { RunRequest } from '../../model/run.ts';
import type { TargetSurroundings } from '../../model/target-surroundings.ts';

/** What rules look at: the plan's steps, and the target as it was read. */
export interface ReadinessInput {
  readonly steps: readonly Step[];
  readonly request: Pick<RunRequest, 'target' | 'keyVault' | 'waves'>;
  readonly surroundings: TargetSurroundings;
  /** Regions of the source, that with the most APIs first; none where they are not known. */
  readonly regions: readonly string[];
}

/** Something that the target lacks. */
export interface Lack {
  readonly code: string;
  readonly message: string;
  /** What the run, or who uses the target, needs it for. */
  readonly needed: string;
  /** What happens without. */
  readonly without: string;
  readonly remedy: string;
  readonly owner: Owner;
  readonly link: string;
  /** Resource id or member of run.json that it is about; default the service. */
  readonly at?: string;
  /** Steps that cannot be made without. */
  readonly blocks?: (step: Step) => boolean;
}

/** Who has what a remedy asks for, as landing zones share the work (Microsoft Learn, landing zone accelerator; read 2026-11-29). */
export type Owner = 'platform team' | 'network team' | 'security team' | 'who starts the run';

/** One thing that a target needs. A new one is a file and a line in the registry. */
export type ReadinessRule = (input: ReadinessInput) => readonly Lack[];

const LEARN = 'https://learn.microsoft.com/azure';
/** Where owners read how. */
export const LINKS = {
  landingZone: 'https://github.com/Azure/apim-landing-zone-accelerator',
  tiers: `${LEARN}/api-management/api-management-features`,
  zones: `${LEARN}/api-management/enable-availability-zone-support`,
  platform: `${LEARN}/api-management/compute-infrastructure`,
  networkModes: `${LEARN}/api-management/virtual-network-concepts`,
  networkRules: `${LEARN}/api-management/virtual-network-reference`,
  identity: `${LEARN}/api-management/api-management-howto-use-managed-service-identity`,
  keyVault: `${LEARN}/key-vault/general/rbac-guide`,
  roles: `${LEARN}/role-based-access-control/role-assignments-portal`,
  monitoring: `${LEARN}/api-management/monitor-api-management`,
  apiCenter: `${LEARN}/api-center/set-up-api-center`,
  applicationGateway: `${LEARN}/api-management/api-management-howto-integrate-internal-vnet-appgateway`,
  frontDoor: `${LEARN}/api-management/front-door-api-management`,
  privateDns: `${LEARN}/api-management/api-management-using-with-internal-vnet`,
  actionGroups: `${LEARN}/azure-monitor/alerts/action-groups`,
} as const;

/** Id of the resource that a step makes beside the service; empty for any other step. */
export const idOf = ({ payload: { id } }: Step): string => (typeof id === 'string' ? id : '');

/** Steps that write to the service. */
export const writesService = ({ kind }: Step): boolean => !ELSEWHERE.includes(kind);
const ELSEWHERE = ['change-dns', 'put-azure-resource', 'transfer-certificate'];

/** Steps that lead callers to the service. */
export const leadsCallers = ({ place }: Step): boolean => place.phase === 'arming' || place.phase === 'cutting-over';

/** Steps by which the service starts to read the vault: names with certificates, and what refers to a secret. */
export function readsVault({ kind, payload }: Step): boolean {
  const properties = (payload['properties'] ?? {}) as Readonly<Record<string, unknown>>;
  return kind === 'bind-hostnames' || 'keyVault' in properties;
}

/** Steps by id, and phases instead of all their steps: what a person can read. */
export function blockedBy(steps: readonly Step[], isBlocked: (step: Step) => boolean): readonly string[] {
  return STEP_PHASES.flatMap((phase) => {
    const own = steps.filter(({ place }) => place.phase === phase);
    const blocked = own.filter(isBlocked);
    return blocked.length > 0 && blocked.length === own.length ? [phase] : blocked.map(({ id }) => id);
  });
}
