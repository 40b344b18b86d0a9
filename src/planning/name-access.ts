import { letsOldCallersIn } from '../features/account/tls-policy.ts';
import { clientTrust, MOST_AUTHORITIES } from '../features/client-trust.ts';
import { tlsPolicyOf, tlsProperties, type TlsProperties } from '../features/tls-properties.ts';
import type { ServiceAuthority } from '../model/apim.ts';
import type { AwsInventory } from '../model/aws-inventory.ts';
import type { Finding } from '../model/finding.ts';
import type { RunRequest } from '../model/run.ts';
import { generationOf, plannedTier } from '../model/tier.ts';
import type { SourceRef } from '../model/source-ref.ts';

/** A host name that the plan moves, and where the source has it. */
interface Moved {
  readonly name: string;
  readonly at: SourceRef;
}

type BoundAuthority = Omit<ServiceAuthority, 'subject'>;

/** What the service has to hold for its callers to reach host names: authorities by name, TLS for all of them. */
export interface NameAccess {
  /** Each once; none for names that ask nobody for a certificate. */
  readonly authoritiesOf: (names: readonly string[]) => readonly BoundAuthority[];
  /** Of all names of the run, so that no wave takes back what another one needs; empty where nothing is set. */
  readonly tls: TlsProperties;
  readonly findings: readonly Finding[];
}

export function nameAccess(
  moved: readonly Moved[],
  inventory: AwsInventory,
  request: Pick<RunRequest, 'target' | 'decisions'>,
): NameAccess {
  const tier = plannedTier(request.target);
  const names = new Set(moved.map(({ name }) => name));
  const domains = inventory.domainNames.filter(({ name }) => names.has(name));
  const byName = new Map(
    domains.map((domain) => {
      const trust = clientTrust(domain, inventory, tier);
      return [domain.name, trust?.kind === 'carried' ? trust.authorities : []] as const;
    }),
  );
  const authoritiesOf = (of: readonly string[]): readonly BoundAuthority[] => {
    const all = of.flatMap((name) => byName.get(name) ?? []);
    return [...new Map(all.map(({ subject: _subject, ...each }) => [each.thumbprint, each])).values()];
  };
  const policies = domains.flatMap(({ securityPolicy }) => tlsPolicyOf(securityPolicy ?? '') ?? []);
  const letsOldIn = domains.some((domain) => letsOldCallersIn(domain, request));
  return {
    authoritiesOf,
    tls: policies.length === 0 || generationOf(tier) !== 'classic' ? {} : tlsProperties(policies, letsOldIn),
    findings: tooMany(
      moved.filter(({ name }) => authoritiesOf([name]).length > 0),
      authoritiesOf([...names]).length,
    ),
  };
}

/** Each name has few enough, all together have not: then none of the names can be bound. */
function tooMany(asking: readonly Moved[], count: number): readonly Finding[] {
  if (count <= MOST_AUTHORITIES) return [];
  return asking.map(({ name, at }) => ({
    code: 'AUTHORITIES-TOO-MANY',
    severity: 'blocker',
    feature: 'certificate',
    at,
    message: `The names of the run with mutual TLS trust ${count} authorities together, ${name} among them.`,
    awsBehaviour: 'Each domain name has a trust store of its own.',
    apimBehaviour: `A service holds ${MOST_AUTHORITIES} authorities for all of its names.`,
    remedy: 'Move the names to several services, or let Application Gateway ask for certificates.',
  }));
}
