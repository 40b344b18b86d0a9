import type { SandboxRequest } from '../http-server.ts';
import { jsonBody } from './answers.ts';
import { readContent } from './certificate-content.ts';
import { certificatePolicy } from './certificate-policy.ts';
import type { VaultCertificate } from './state.ts';
import { badParameter, objectAt, newVersion } from './vault-request.ts';
import type { VaultStore } from './vault-store.ts';

/** Imports `{value, pwd, policy, tags, attributes}` as the newest version. Throws 400 `BadParameter` and 409 `Conflict`. */
export function importCertificate(
  store: VaultStore<VaultCertificate>,
  name: string,
  request: SandboxRequest,
): VaultCertificate {
  const body = jsonBody(request.body);
  if (typeof body['value'] !== 'string' || body['value'] === '') throw badParameter('Property value is required.');
  const password = typeof body['pwd'] === 'string' ? body['pwd'] : '';
  const content = readContent(body['value'], password);
  const given = objectAt(body, 'policy');
  const asked = objectAt(given, 'secret_props')['contentType'];
  if (asked !== undefined && asked !== content.contentType)
    throw badParameter(`The content is ${content.contentType}, the policy asks for ${JSON.stringify(asked)}.`);
  store.checkFree(name);
  const certificate: VaultCertificate = {
    ...newVersion(store, name, body),
    content: content.bytes,
    password,
    contentType: content.contentType,
    leaf: content.leaf.raw,
    policy: certificatePolicy(content, given),
  };
  store.add(certificate);
  return certificate;
}
