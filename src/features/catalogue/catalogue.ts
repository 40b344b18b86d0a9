import { ACCESS } from './access.ts';
import { ERRORS, PLANS } from './errors.ts';
import { INTEGRATIONS } from './integrations.ts';
import { AROUND, FIREWALL, NETWORK, WEBSOCKET } from './network.ts';
import type { CatalogueGroup } from './row.ts';
import { CACHING, OBSERVABILITY, STAGES } from './stages.ts';
import { SURFACE } from './surface.ts';

/** Every row of the mapping (B1 to B11) with what carries it today: what docs/features.md is made of. */
export const CATALOGUE: readonly CatalogueGroup[] = [
  SURFACE,
  INTEGRATIONS,
  ACCESS,
  ERRORS,
  PLANS,
  CACHING,
  STAGES,
  OBSERVABILITY,
  NETWORK,
  FIREWALL,
  WEBSOCKET,
  AROUND,
];
