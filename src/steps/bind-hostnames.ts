import * as z from 'zod';
import { FailureError } from '../model/outcome.ts';
import type { ApimService } from '../ports/api-management.ts';
import { progress } from './apim-resource.ts';
import { defineStepKind, DONE, undoOf, type StepPorts } from './step-kind.ts';

type HostnameConfiguration = ApimService['hostnames'][number];

const payload = z.object({
  hostnames: z.array(z.object({ hostName: z.string(), /** Name in the vault. */ certificate: z.string() })),
});
type Payload = z.infer<typeof payload>;

const namesOf = ({ hostnames }: Payload): readonly string[] => hostnames.map(({ hostName }) => hostName);

/** A gateway's own names answer at type Proxy; the other types are portals and management. */
const isAt = (hostName: string) => (each: HostnameConfiguration) =>
  each['type'] === 'Proxy' && String(each['hostName']).toLowerCase() === hostName;

/** Adds a wave's host names to the service with their certificates, in one write of the whole list: the others stay as they are. */
export const bindHostnames = defineStepKind<Payload, { readonly hostNames: readonly string[] }>({
  kind: 'bind-hostnames',
  payload,
  async capture(step, { apiManagement }) {
    const { hostnames } = await apiManagement.service();
    return { hostNames: namesOf(step).filter((name) => hostnames.some(isAt(name))) };
  },
  async apply(step, ports) {
    const { hostnames: there, etag } = await ports.apiManagement.service();
    const wanted = await configurations(step, ports);
    const missing = wanted.filter(({ hostName }) => !there.some(isAt(hostName)));
    for (const each of wanted) assertSame(each, there.find(isAt(each.hostName)));
    if (missing.length === 0) return DONE;
    return progress(await ports.apiManagement.writeHostnames([...there, ...missing], etag));
  },
  proceed: async (operation, _payload, { apiManagement }) => progress(await apiManagement.continueWrite(operation)),
  compensate(step, was) {
    const hostNames = namesOf(payload.parse(step.payload)).filter((name) => !was.hostNames.includes(name));
    return undoOf(step, 'unbind-hostnames', `unbind ${hostNames.join(', ')} from the service`, { hostNames });
  },
});

async function configurations({ hostnames }: Payload, { certificateVault }: StepPorts) {
  const made = [];
  for (const { hostName, certificate } of hostnames) {
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
      negotiateClientCertificate: false,
      defaultSslBinding: false,
    });
  }
  return made;
}

/** @throws FailureError `conflict` when somebody else bound the name with another certificate. */
function assertSame(wanted: { hostName: string; keyVaultId: string }, there: HostnameConfiguration | undefined): void {
  if (there === undefined || there['keyVaultId'] === wanted.keyVaultId) return;
  const message = `${wanted.hostName} is bound to the service with another certificate: unbind it there, or leave it out of the run`;
  throw new FailureError({ kind: 'conflict', code: 'HOSTNAME-BOUND', message, at: wanted.hostName });
}

const removal = z.object({ hostNames: z.array(z.string()) });

/** Takes host names that a run bound off the service again; the others stay as they are. */
export const unbindHostnames = defineStepKind<z.infer<typeof removal>, Record<string, never>>({
  kind: 'unbind-hostnames',
  payload: removal,
  capture: () => Promise.resolve({}),
  async apply({ hostNames }, { apiManagement }) {
    const { hostnames, etag } = await apiManagement.service();
    const rest = hostnames.filter((each) => !hostNames.some((name) => isAt(name)(each)));
    return rest.length === hostnames.length ? DONE : progress(await apiManagement.writeHostnames(rest, etag));
  },
  proceed: async (operation, _payload, { apiManagement }) => progress(await apiManagement.continueWrite(operation)),
  compensate: () => ({ irreversible: 'an undo is not undone' }),
});
