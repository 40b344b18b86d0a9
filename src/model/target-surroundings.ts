import type { ApimTier } from './tier.ts';

/** The API Management service, as far as a run depends on how it was set up (contract 2024-05-01). */
export interface TargetService {
  readonly id: string;
  /** As ARM writes places: `eastus`. */
  readonly location: string;
  readonly tier: ApimTier;
  readonly units: number;
  /** Named by hand; empty where the service spreads itself, or has none. */
  readonly zones: readonly string[];
  readonly furtherLocations: readonly string[];
  readonly network: 'None' | 'External' | 'Internal';
  /** Subnet that the service stands in, or leads its outbound traffic through. */
  readonly subnetId?: string;
  readonly isPublic: boolean;
  readonly privateEndpoints: number;
  /** `stv1`, `stv2`, `stv2.1`, `mtv1`. */
  readonly platform: string;
  /** Object ids of its own identity and of those that it was given. */
  readonly principals: readonly string[];
  readonly provisioningState: string;
}

/** Something that was asked for: what it is, that it is not there, or that nobody could tell. */
export type Found<T> =
  | { readonly state: 'there'; readonly value: T }
  | { readonly state: 'missing' }
  | { readonly state: 'unknown'; readonly reason: string };

export interface TargetVault {
  readonly id: string;
  /** By roles, or by policies of its own. */
  readonly access: 'roles' | 'policies';
  readonly isPublic: boolean;
  /** Whether the service's identity may read secrets, which certificates are bound and named values read by. */
  readonly isReadByService: boolean;
  /** Whether the run itself may import certificates; absent where the vault's own policies say so. */
  readonly mayImport?: boolean;
}

/** One rule of a network security group, as far as it lets the service work. */
export interface NetworkRule {
  readonly name: string;
  readonly priority: number;
  readonly direction: 'Inbound' | 'Outbound';
  readonly access: 'Allow' | 'Deny';
  /** `Tcp`, `*` ... */
  readonly protocol: string;
  readonly sources: readonly string[];
  readonly destinations: readonly string[];
  /** Ports and ranges of the destination. */
  readonly ports: readonly string[];
}

export interface TargetSubnet {
  readonly id: string;
  readonly securityGroup: Found<readonly NetworkRule[]>;
  /** Where a route leads all outbound traffic to an appliance. */
  readonly isForcedThrough: boolean;
  /** What leaves by itself in spite of that. */
  readonly serviceEndpoints: readonly string[];
}

/** What ARM lets the run do at the service's resource group: patterns of actions, as roles have them. */
export interface Permission {
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
}

/** What stands around the service, read once when a plan is made. What run.json does not name was not asked for. */
export interface TargetSurroundings {
  readonly service: TargetService;
  readonly vault: Found<TargetVault>;
  readonly permissions: Found<readonly Permission[]>;
  /** Of a service in a virtual network. */
  readonly subnet?: Found<TargetSubnet>;
  /** Private zones that answer for the service's own names, of a service that only private addresses lead to. */
  readonly privateZones?: Found<readonly string[]>;
  readonly logWorkspace?: Found<{ readonly location: string }>;
  /** Diagnostic settings that send the gateway's logs to that workspace already. */
  readonly logSettings: readonly string[];
  readonly actionGroups: readonly { readonly id: string; readonly found: Found<object> }[];
  readonly apiCenter?: Found<object>;
  readonly applicationGateway?: Found<{
    readonly location: string;
    readonly firewall: boolean;
    readonly leadsTo: readonly string[];
  }>;
  readonly frontDoor?: Found<{ readonly sku: string }>;
}
