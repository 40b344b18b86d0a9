import * as z from 'zod';
import { FailureError } from '../model/outcome.ts';
import type { ApimInfrastructure } from '../ports/api-management.ts';
import { progress } from './apim-resource.ts';
import { defineStepKind, DONE, undoOf, type StepPorts } from './step-kind.ts';

type HostnameConfiguration = ApimInfrastructure['hostnames'][number];
type Authority = z.infer<typeof authority>;

const authority = z.object({
  storeName: z.enum(['Root', 'CertificateAuthority']),
  /** DER in base64: public. */
  encodedCertificate: z.string(),
  thumbprint: z.string(),
});
const payload = z.object({
  hostnames: z.array(
    z.object({
      hostName: z.string(),
      /** Name in the vault. */
      certificate: z.string(),
      /** Whether callers are asked for a certificate. */
      asksCallers: z.boolean().optional(),
    }),
  ),
  /** Whose certificates of callers the service knows. */
  authorities: z.array(authority).optional(),
  /** Of the protocols and ciphers: the service's others stay. */
  customProperties: z.record(z.string(), z.string()).optional(),
});
type Payload = z.infer<typeof payload>;

/** What of a step was there before it: names, thumbprints, and the values of its properties. */
interface Before {
  readonly hostNames: readonly string[];
  readonly thumbprints: readonly string[];
  /** Null for one that the service did not name. */
  readonly customProperties: Readonly<Record<string, string | null>>;
}

const namesOf = ({ hostnames }: Payload): readonly string[] => hostnames.map(({ hostName }) => hostName);

/** A gateway's own names answer at type Proxy; the other types are portals and management. */
const isAt = (hostName: string) => (each: HostnameConfiguration) =>
  each['type'] === 'Proxy' && String(each['hostName']).toLowerCase() === hostName;

/** What the service tells of an authority that it holds (contract 2024-05-01, CertificateInformation). */
const information = z.object({ certificate: z.object({ thumbprint: z.string() }) });
const isHeld =
  (thumbprint: string) =>
  (each: ApimInfrastructure['certificates'][number]): boolean =>
    information.safeParse(each).data?.certificate.thumbprint.toUpperCase() === thumbprint.toUpperCase();

/** A service holds no more (Microsoft Learn, custom CA certificates; read 2026-11-29). */
const MOST_AUTHORITIES = 10;

/**
 * Adds a wave's host names to the service with their certificates, the authorities of their callers and what TLS they take, in one
 * exclusive update of everything that such an update holds: the rest stays as it is (edge case 39).
 */
export const bindHostnames = defineStepKind<Payload, Before>({
  kind: 'bind-hostnames',
  payload,
  async isDone(step, ports) {
    const missing = await Promise.all(step.hostnames.map(({ certificate }) => ports.certificateVault.get(certificate)));
    if (missing.includes(undefined)) return false;
    const { infrastructure } = await ports.apiManagement.service();
    return isSame(infrastructure, await wantedOf(step, infrastructure, ports));
  },
  async capture(step, { apiManagement }) {
    const { hostnames, certificates, customProperties } = (await apiManagement.service()).infrastructure;
    const { authorities = [], customProperties: wanted = {} } = step;
    return {
      hostNames: namesOf(step).filter((name) => hostnames.some(isAt(name))),
      thumbprints: authorities.map((each) => each.thumbprint).filter((each) => certificates.some(isHeld(each))),
      customProperties: Object.fromEntries(Object.keys(wanted).map((name) => [name, customProperties[name] ?? null])),
    };
  },
  async apply(step, ports) {
    const { infrastructure: there, etag } = await ports.apiManagement.service();
    const next = await wantedOf(step, there, ports);
    if (isSame(there, next)) return DONE;
    return progress(await ports.apiManagement.writeInfrastructure(next, etag));
  },
  proceed: async (operation, _payload, { apiManagement }) => progress(await apiManagement.continueWrite(operation)),
  compensate(step, was) {
    const { authorities = [], customProperties = {}, ...bound } = payload.parse(step.payload);
    const hostNames = namesOf(bound).filter((name) => !was.hostNames.includes(name));
    const thumbprints = authorities
      .map(({ thumbprint }) => thumbprint)
      .filter((each) => !was.thumbprints.includes(each));
    const changed = Object.entries(customProperties).flatMap(([name, from]) => {
      const to = was.customProperties[name] ?? null;
      return to === from ? [] : [{ name, from, to }];
    });
    return undoOf(step, 'unbind-hostnames', `unbind ${hostNames.join(', ')} from the service`, {
      hostNames,
      ...(thumbprints.length > 0 && { thumbprints }),
      ...(changed.length > 0 && { customProperties: changed }),
    });
  },
});

/** What is there with what the step adds. @throws FailureError where somebody has a name otherwise, or there is no room */
async function wantedOf(step: Payload, there: ApimInfrastructure, ports: StepPorts): Promise<ApimInfrastructure> {
  const wanted = await configurations(step, ports);
  for (const each of wanted) assertSame(each, there.hostnames.find(isAt(each.hostName)));
  return {
    hostnames: [...there.hostnames, ...wanted.filter(({ hostName }) => !there.hostnames.some(isAt(hostName)))],
    certificates: withAuthorities(there.certificates, step.authorities ?? []),
    customProperties: { ...there.customProperties, ...step.customProperties },
  };
}

/** Only ever more hostnames and authorities; of properties, other values. */
function isSame(there: ApimInfrastructure, next: ApimInfrastructure): boolean {
  return (
    there.hostnames.length === next.hostnames.length &&
    there.certificates.length === next.certificates.length &&
    Object.entries(next.customProperties).every(([name, value]) => there.customProperties[name] === value)
  );
}

async function configurations({ hostnames }: Payload, { certificateVault }: StepPorts) {
  const made = [];
  for (const { hostName, certificate, asksCallers = false } of hostnames) {
    const vaulted = await certificateVault.get(certificate);
    if (vaulted === undefined) {
      const message = `the certificate ${certificate} of ${hostName} is not in the vault: it was put there by an earlier step of the plan`;
      throw new FailureError({ kind: 'missing', code: 'CERTIFICATE-GONE', message, at: certificate });
    }
    made.push({
      type: 'Proxy',
      hostName,
      // Without a version, so that a renewal in the vault is picked up.
      keyVaultId: vaulted.secretId,
      certificateSource: 'KeyVault',
      negotiateClientCertificate: asksCallers,
      defaultSslBinding: false,
    });
  }
  return made;
}

/** @throws FailureError `conflict` when somebody else bound the name with another certificate, or asks callers otherwise. */
function assertSame(
  wanted: { hostName: string; keyVaultId: string; negotiateClientCertificate: boolean },
  there: HostnameConfiguration | undefined,
): void {
  const { hostName: at, keyVaultId, negotiateClientCertificate: asks } = wanted;
  const isAsked = there?.['negotiateClientCertificate'] === true;
  if (there === undefined || (there['keyVaultId'] === keyVaultId && isAsked === asks)) return;
  const how =
    there['keyVaultId'] === keyVaultId ? 'and asks callers for certificates otherwise' : 'with another certificate';
  const message = `${at} is bound to the service ${how}: unbind it there, or leave it out of the run`;
  throw new FailureError({ kind: 'conflict', code: 'HOSTNAME-BOUND', message, at });
}

/** @throws FailureError `conflict` when the service holds too many of others to take these. */
function withAuthorities(
  there: ApimInfrastructure['certificates'],
  wanted: readonly Authority[],
): ApimInfrastructure['certificates'] {
  const missing = wanted.filter(({ thumbprint }) => !there.some(isHeld(thumbprint)));
  const all = [...there, ...missing.map(({ storeName, encodedCertificate }) => ({ storeName, encodedCertificate }))];
  if (missing.length === 0 || all.length <= MOST_AUTHORITIES) return all;
  const message = `the service would hold ${all.length} certificate authorities, and ${MOST_AUTHORITIES} is the most: take away what nobody needs, or use another service`;
  throw new FailureError({ kind: 'conflict', code: 'AUTHORITIES-FULL', message, at: 'certificates' });
}

const removal = z.object({
  hostNames: z.array(z.string()),
  thumbprints: z.array(z.string()).optional(),
  /** Values that the step set, and those before it; null for none. */
  customProperties: z.array(z.object({ name: z.string(), from: z.string(), to: z.string().nullable() })).optional(),
});

/** Takes host names, authorities and TLS settings that a run brought off the service again; the others stay as they are. */
export const unbindHostnames = defineStepKind<z.infer<typeof removal>, Record<string, never>>({
  kind: 'unbind-hostnames',
  payload: removal,
  capture: () => Promise.resolve({}),
  async apply({ hostNames, thumbprints = [], customProperties = [] }, { apiManagement }) {
    const { infrastructure: there, etag } = await apiManagement.service();
    // What somebody set to another value meanwhile is theirs.
    const ours = customProperties.filter(({ name, from }) => there.customProperties[name] === from);
    const kept = Object.entries(there.customProperties).filter(([name]) => !ours.some((each) => each.name === name));
    const restored = ours.flatMap(({ name, to }) => (to === null ? [] : [[name, to] as const]));
    const next: ApimInfrastructure = {
      hostnames: there.hostnames.filter((each) => !hostNames.some((name) => isAt(name)(each))),
      certificates: there.certificates.filter((each) => !thumbprints.some((thumbprint) => isHeld(thumbprint)(each))),
      customProperties: Object.fromEntries([...kept, ...restored]),
    };
    const isNothing =
      ours.length === 0 &&
      next.hostnames.length === there.hostnames.length &&
      next.certificates.length === there.certificates.length;
    return isNothing ? DONE : progress(await apiManagement.writeInfrastructure(next, etag));
  },
  proceed: async (operation, _payload, { apiManagement }) => progress(await apiManagement.continueWrite(operation)),
  compensate: () => ({ irreversible: 'an undo is not undone' }),
});
