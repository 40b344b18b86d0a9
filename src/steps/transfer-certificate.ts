import * as z from 'zod';
import { FailureError } from '../model/outcome.ts';
import type { ExportedCertificate } from '../ports/certificate-source.ts';
import type { WrittenPfx } from '../ports/pfx-writer.ts';
import { defineStepKind, DONE, undoOf, type StepPorts } from './step-kind.ts';

const payload = z.object({
  /** In the vault. */
  name: z.string(),
  certificateArn: z.string(),
  /** Index into the run's sources: the account and region that holds the certificate. */
  scope: z.number().int(),
});
type Payload = z.infer<typeof payload>;

/** Marks what a run made, so that its undo takes away nothing else. */
const tagsOf = (ports: Pick<StepPorts, 'runId'>): Readonly<Record<string, string>> => ({
  'crossgate-run': ports.runId,
});

/** The name tells the certificate of ACM that it stands for, so that any run's import of it will do. */
const isOfARun = (there: { readonly tags: Readonly<Record<string, string>> } | undefined): boolean =>
  there?.tags['crossgate-run'] !== undefined;

/**
 * Carries a certificate from ACM into the vault: exported, packed as PFX and imported within this one call, so that the key is
 * nowhere but in memory. What a run imported already is not imported again.
 */
export const transferCertificate = defineStepKind<Payload, Record<string, never>>({
  kind: 'transfer-certificate',
  payload,
  isDone: async ({ name }, { certificateVault }) => isOfARun(await certificateVault.get(name)),
  capture: () => Promise.resolve({}),
  async apply({ name, certificateArn, scope }, ports) {
    const there = await ports.certificateVault.get(name);
    if (there !== undefined) {
      if (isOfARun(there)) return DONE;
      const message = `the vault holds a certificate ${name} that no run imported: look at it, then rename or delete it`;
      throw new FailureError({ kind: 'conflict', code: 'CERTIFICATE-NAME-TAKEN', message, at: name });
    }
    const exported = await ports.certificateSource.exportCertificate(ports.scope(scope), certificateArn);
    await importAsPfx(name, exported, ports);
    return DONE;
  },
  proceed: () => Promise.resolve(DONE),
  compensate(step) {
    const { name } = payload.parse(step.payload);
    return undoOf(step, 'remove-certificate', `remove the certificate ${name} from the vault`, { name });
  },
});

/** PBES2 first; vaults have refused it, and take 3DES then (azure-and-aws-sdks.md section 3, 2026-11-23). */
async function importAsPfx(name: string, exported: ExportedCertificate, ports: StepPorts): Promise<void> {
  const write = (profile: 'aes256-sha256' | '3des-sha1'): Promise<WrittenPfx> =>
    ports.pfxWriter.write(exported, exported.passphrase, profile);
  const modern = await write('aes256-sha256');
  try {
    await ports.certificateVault.importPfx(name, modern.pfx, exported.passphrase, tagsOf(ports));
  } catch (error) {
    if (!(error instanceof FailureError) || error.failure.kind !== 'invalid') throw error;
    const older = await write('3des-sha1');
    try {
      await ports.certificateVault.importPfx(name, older.pfx, exported.passphrase, tagsOf(ports));
    } finally {
      older.pfx.fill(0);
    }
  } finally {
    modern.pfx.fill(0);
  }
}

const removal = z.object({ name: z.string() });

/** Takes away the certificate that a run imported, and no other. */
export const removeCertificate = defineStepKind<z.infer<typeof removal>, Record<string, never>>({
  kind: 'remove-certificate',
  payload: removal,
  capture: () => Promise.resolve({}),
  async apply({ name }, ports) {
    await ports.certificateVault.remove(name, tagsOf(ports));
    return DONE;
  },
  proceed: () => Promise.resolve(DONE),
  compensate: () => ({ irreversible: 'an undo is not undone' }),
});
