import { createHash, X509Certificate } from 'node:crypto';
import type { Json } from './answers.ts';
import type { DeletedObject, VaultCertificate } from './state.ts';
import { deletion, origin, seconds, versionAttributes } from './vault-answers.ts';

const DELETED = 'deletedcertificates';

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

export function deletedItem(vault: string, deleted: DeletedObject<VaultCertificate>): Json {
  return { ...certificateItem(vault, newest(deleted)), ...deletion(vault, DELETED, deleted) };
}

export function deletedBundle(vault: string, deleted: DeletedObject<VaultCertificate>): Json {
  return { ...certificateBundle(vault, newest(deleted)), ...deletion(vault, DELETED, deleted) };
}

function attributes(certificate: VaultCertificate): Json {
  const { validFromDate, validToDate } = new X509Certificate(certificate.leaf);
  const validity = { nbf: seconds(validFromDate.getTime()), exp: seconds(validToDate.getTime()) };
  return { ...versionAttributes(certificate), ...validity };
}

const newest = ({ versions }: DeletedObject<VaultCertificate>): VaultCertificate => versions.at(-1) as VaultCertificate;
