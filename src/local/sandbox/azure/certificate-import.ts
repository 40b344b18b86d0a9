import { randomBytes } from 'node:crypto';
import type { SandboxRequest } from '../http-server.ts';
import { isJson, jsonBody, Refusal, type Json } from './answers.ts';
import { readContent } from './certificate-content.ts';
import { certificatePolicy } from './certificate-policy.ts';
import type { CertificateStore } from './certificate-store.ts';
import type { VaultCertificate } from './state.ts';

const NAME = /^[0-9a-zA-Z-]{1,127}$/;

/** Imports `{value, pwd, policy, tags, attributes}` as the newest version. Throws 400 `BadParameter` and 409 `Conflict`. */
export function importCertificate(store: CertificateStore, name: string, request: SandboxRequest): VaultCertificate {
  if (!NAME.test(name))
    throw badParameter(`The request URI contains an invalid name: ${name}. It takes up to 127 letters, digits and -.`);
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
    name,
    version: randomBytes(16).toString('hex'),
    content: content.bytes,
    password,
    contentType: content.contentType,
    leaf: content.leaf.raw,
    tags: Object.fromEntries(Object.entries(objectAt(body, 'tags')).map(([key, value]) => [key, String(value)])),
    enabled: objectAt(body, 'attributes')['enabled'] !== false,
    policy: certificatePolicy(content, given),
    createdAt: store.now(),
  };
  store.add(certificate);
  return certificate;
}

function objectAt(value: Json, member: string): Json {
  return isJson(value[member]) ? value[member] : {};
}

function badParameter(message: string): Refusal {
  return new Refusal(400, 'BadParameter', message);
}
