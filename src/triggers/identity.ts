import type { HttpRequest } from '@azure/functions';
import * as z from 'zod';
import { ProblemError } from './problem.ts';

/** App roles, each with what it may do. Holding one does not give another. */
export const ROLES = ['reader', 'operator', 'approver'] as const;
export type Role = (typeof ROLES)[number];

export interface Identity {
  /** Object id where the token has one, else the name: what decisions are keyed by. */
  readonly id: string;
  readonly name: string;
  readonly roles: readonly Role[];
}

const claim = z.object({ typ: z.string(), val: z.string() });
const principal = z.object({
  claims: z.array(claim),
  name_typ: z.string().optional(),
  role_typ: z.string().optional(),
});

const OBJECT_ID = ['http://schemas.microsoft.com/identity/claims/objectidentifier', 'oid'];
const NAME = ['preferred_username', 'name', 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name'];
const ROLE = ['roles', 'http://schemas.microsoft.com/ws/2008/06/identity/claims/role'];

/**
 * Who calls, from the header that App Service authentication sets (Microsoft Learn, "Work with user identities", checked
 * 2026-11-23). The platform drops that header from callers; where authentication is off nobody is let in.
 * @throws ProblemError 401 without a readable identity.
 */
export function identityOf(request: Pick<HttpRequest, 'headers'>): Identity {
  const header = request.headers.get('x-ms-client-principal');
  const parsed = header === null ? undefined : principal.safeParse(decode(header));
  if (!parsed?.success)
    throw new ProblemError({
      status: 401,
      code: 'not-signed-in',
      title: 'Not signed in',
      detail: 'Send a bearer token for this service; locally "crossgate token NAME --role ROLE" issues one.',
    });
  const { claims, name_typ: nameType, role_typ: roleType } = parsed.data;
  const values = (types: readonly (string | undefined)[]): string[] =>
    claims.filter(({ typ }) => types.includes(typ)).map(({ val }) => val);
  const name = values([nameType, ...NAME])[0] ?? '';
  const id = values(OBJECT_ID)[0] ?? name;
  if (id === '')
    throw new ProblemError({
      status: 401,
      code: 'no-identity',
      title: 'No identity',
      detail: 'The token names nobody: it needs an oid or a name.',
    });
  const granted = new Set(values([roleType, ...ROLE]).map((value) => value.toLowerCase().replace(/^.*\./, '')));
  return { id, name: name === '' ? id : name, roles: ROLES.filter((role) => granted.has(role)) };
}

/** @throws ProblemError 403 when the caller has none of the roles. */
export function requireRole(who: Identity, allowed: readonly Role[]): void {
  if (who.roles.some((role) => allowed.includes(role))) return;
  throw new ProblemError({
    status: 403,
    code: 'role-missing',
    title: 'Role missing',
    detail: `${who.name} needs the role ${allowed.join(' or ')}: ask whoever administers this service's app roles.`,
  });
}

function decode(header: string): unknown {
  try {
    return JSON.parse(Buffer.from(header, 'base64').toString('utf8'));
  } catch {
    return undefined;
  }
}
