import { createHash, X509Certificate } from 'node:crypto';
import type { Json } from './answers.ts';
import type { DeletedCertificate, VaultCertificate } from './state.ts';

const RECOVERABLE_DAYS = 90;
const DAY_SECONDS = 86_400;
const seconds = (milliseconds: number): number => Math.floor(milliseconds / 1000);

/** A version as the lists give it: no content, no policy. */
export function certificateItem(vault: string, certificate: VaultCertificate): Json {
  const { name, version, tags } = certificate;
  return {
    id: `${origin(vault)}/certificates/${name}/${version}`,
    x5t: createHash('sha1').update(certificate.leaf).digest('base64url'),
    ...(Object.keys(tags).length > 0 && { tags }),
    attributes: attributes(certificate),
  };
}

/** A version in full: `kid` and `sid` name the key and the secret of the same name. */
export function certificateBundle(vault: string, certificate: VaultCertificate): Json {
  const { name, version, createdAt, enabled } = certificate;
  const times = { created: seconds(createdAt), updated: seconds(createdAt) };
  return {
    ...certificateItem(vault, certificate),
    kid: `${origin(vault)}/keys/${name}/${version}`,
    sid: `${origin(vault)}/secrets/${name}/${version}`,
    cer: certificate.leaf.toString('base64'),
    policy: {
      id: `${origin(vault)}/certificates/${name}/policy`,
      ...certificate.policy,
      attributes: { enabled, ...times },
    },
  };
}

export function deletedItem(vault: string, deleted: DeletedCertificate): Json {
  return { ...certificateItem(vault, newest(deleted)), ...deletion(vault, deleted) };
}

export function deletedBundle(vault: string, deleted: DeletedCertificate): Json {
  return { ...certificateBundle(vault, newest(deleted)), ...deletion(vault, deleted) };
}

function deletion(vault: string, deleted: DeletedCertificate): Json {
  const deletedDate = seconds(deleted.deletedAt);
  return {
    recoveryId: `${origin(vault)}/deletedcertificates/${newest(deleted).name}`,
    deletedDate,
    scheduledPurgeDate: deletedDate + RECOVERABLE_DAYS * DAY_SECONDS,
  };
}

function attributes({ leaf, enabled, createdAt }: VaultCertificate): Json {
  const { validFromDate, validToDate } = new X509Certificate(leaf);
  return {
    enabled,
    nbf: seconds(validFromDate.getTime()),
    exp: seconds(validToDate.getTime()),
    created: seconds(createdAt),
    updated: seconds(createdAt),
    recoveryLevel: 'Recoverable+Purgeable',
    recoverableDays: RECOVERABLE_DAYS,
  };
}

const newest = ({ versions }: DeletedCertificate): VaultCertificate => versions.at(-1) as VaultCertificate;

/** Ids name the vault's own host whatever endpoint was called. */
const origin = (vault: string): string => `https://${vault}.vault.azure.net`;
