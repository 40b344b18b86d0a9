import type { ReadinessRule } from './readiness-rule.ts';
import { firewallPath } from './rules/firewall-path.ts';
import { front } from './rules/front.ts';
import { identity } from './rules/identity.ts';
import { landingZone } from './rules/landing-zone.ts';
import { logWorkspace } from './rules/log-workspace.ts';
import { namedResources } from './rules/named-resources.ts';
import { networkMode } from './rules/network-mode.ts';
import { networkSecurity } from './rules/network-security.ts';
import { permissions } from './rules/permissions.ts';
import { platform } from './rules/platform.ts';
import { privateDns } from './rules/private-dns.ts';
import { region } from './rules/region.ts';
import { serviceState } from './rules/service-state.ts';
import { tier } from './rules/tier.ts';
import { vault } from './rules/vault.ts';
import { zones } from './rules/zones.ts';

/** All that a target needs before the first step (the guide, assess and prepare). */
export const READINESS_RULES: readonly ReadinessRule[] = [
  landingZone,
  tier,
  region,
  zones,
  platform,
  serviceState,
  networkMode,
  identity,
  vault,
  permissions,
  networkSecurity,
  firewallPath,
  front,
  privateDns,
  logWorkspace,
  namedResources,
];
