import { createHmac } from 'node:crypto';

const LIFETIME_SECONDS = 86_400;
/** Of the simulated tenant and of the service's identity in it. */
const ISSUER = 'https://sts.windows.net/11111111-1111-4111-8111-111111111111/';
const PRINCIPAL = '22222222-2222-4222-8222-222222222222';

/** A token as Microsoft Entra ID issues it to the service's identity for a resource. Nobody here verifies its signature. */
export function identityToken(resource: string, nowMs: number): string {
  const now = Math.floor(nowMs / 1000);
  const claims = { aud: resource, iss: ISSUER, sub: PRINCIPAL, oid: PRINCIPAL, iat: now, exp: now + LIFETIME_SECONDS };
  const content = [{ typ: 'JWT', alg: 'HS256' }, claims].map((part) => encode(JSON.stringify(part))).join('.');
  return `${content}.${createHmac('sha256', ISSUER).update(content).digest('base64url')}`;
}

function encode(text: string): string {
  return Buffer.from(text).toString('base64url');
}
