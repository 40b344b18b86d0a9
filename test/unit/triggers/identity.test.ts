import { describe, expect, it } from 'vitest';
import { identityOf, requireRole } from '../../../src/triggers/identity.ts';

const request = (principal?: unknown) => ({
  headers: new Headers(
    principal === undefined
      ? {}
      : { 'x-ms-client-principal': Buffer.from(JSON.stringify(principal)).toString('base64') },
  ),
});
const claims = (...pairs: [string, string][]) => ({
  auth_typ: 'aad',
  claims: pairs.map(([typ, val]) => ({ typ, val })),
});

describe('identity from App Service authentication', () => {
  it('is the object id, with the name to show and the roles that this service knows', () => {
    const principal = claims(
      ['oid', '11111111-2222-3333-4444-555555555555'],
      ['name', 'Ada'],
      ['roles', 'Migration.Approver'],
      ['roles', 'Other.Role'],
    );
    expect(identityOf(request(principal))).toEqual({
      id: '11111111-2222-3333-4444-555555555555',
      name: 'Ada',
      roles: ['approver'],
    });
  });

  it('follows the claim types that the platform names', () => {
    const principal = {
      ...claims(['urn:who', 'bo'], ['urn:may', 'operator']),
      name_typ: 'urn:who',
      role_typ: 'urn:may',
    };
    expect(identityOf(request(principal))).toEqual({ id: 'bo', name: 'bo', roles: ['operator'] });
  });

  it.each([
    ['nothing', undefined],
    ['no claims', { auth_typ: 'aad' }],
    ['nobody', claims(['roles', 'operator'])],
  ])('is refused when the header holds %s', (_what, principal) => {
    expect(() => identityOf(request(principal))).toThrow(
      expect.objectContaining({ problem: expect.objectContaining({ status: 401 }) }),
    );
  });

  it('needs one of the roles that a call asks for', () => {
    const reader = identityOf(request(claims(['name', 'Rae'], ['roles', 'reader'])));
    expect(() => requireRole(reader, ['operator'])).toThrow('Rae needs the role operator');
    expect(() => requireRole(reader, ['reader', 'operator'])).not.toThrow();
  });
});
