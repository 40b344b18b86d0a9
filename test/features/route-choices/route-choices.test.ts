import { describe, expect, it } from 'vitest';
import type { AwsApi } from '../../../src/model/aws.ts';
import { sourceKey } from '../../../src/model/source-ref.ts';
import { translateApi } from '../../../src/planning/translate-api.ts';
import { apiWith, golden, inventoryOf, plannedRoutes, route, translated } from '../fixture.ts';

const backend = { type: 'HTTP_PROXY', uri: 'https://orders.example.com/' } as const;
const unverified = route('GET /own', { ...backend, tlsInsecureSkipVerification: true });
const api = apiWith([unverified, route('GET /other', backend)]);
const CODE = 'BACKEND-UNVERIFIED';

const kinds = (of: AwsApi, decisions: Record<string, string> = {}) =>
  plannedRoutes(of, decisions).map(({ handling }) => handling.kind);
const backends = (decisions: Record<string, string>) =>
  translated(api, decisions)
    .resources.filter(({ path }) => path.startsWith('backends/'))
    .map(({ properties }) => properties);

describe('decisions that change how routes are handled', () => {
  it('follow the recommended option while they are open, and are reported', () => {
    expect(kinds(api)).toEqual(['origin', 'http']);
    const { findings, entries } = translated(api);
    const [found] = findings.filter(({ code }) => code === CODE);
    expect(found).toMatchObject({ severity: 'blocker', at: unverified.at, feature: 'route-choices' });
    expect(entries.find(({ at }) => at === unverified.integration?.at)).toMatchObject({
      column: 'blocked',
      openDecision: true,
    });
  });

  it('count as they are recommended when an estate is assessed, and stay open', () => {
    const assessed = translateApi(api, inventoryOf([api]), { mode: 'assess', decisions: {} });
    expect(assessed.findings.find(({ code }) => code === CODE)?.severity).toBe('decision');
    expect(assessed.entries.find(({ at }) => at === unverified.integration?.at)).toMatchObject({
      column: 'differs',
      openDecision: true,
    });
  });

  it('are taken by code, or for one route', () => {
    expect(kinds(api, { [CODE]: 'verify-certificate' })).toEqual(['http', 'http']);
    expect(kinds(api, { [`${CODE}@${sourceKey(unverified.at)}`]: 'skip-verification' })).toEqual(['http', 'http']);
    const { entries } = translated(api, { [CODE]: 'verify-certificate' });
    expect(entries.find(({ at }) => at === unverified.integration?.at)).toMatchObject({
      column: 'differs',
      openDecision: false,
      feature: 'http-integration',
    });
  });

  it('never come before what guards the route', () => {
    const guarded = apiWith([{ ...unverified, authorizationType: 'CUSTOM' }]);
    expect(kinds(guarded, { [CODE]: 'skip-verification' })).toEqual(['origin']);
    expect(translated(guarded).findings.map(({ code }) => code)).not.toContain(CODE);
    const iam = apiWith([{ ...unverified, authorizationType: 'AWS_IAM' }]);
    expect(kinds(iam, { [CODE]: 'skip-verification' })).toEqual(['blocked']);
  });

  it('take nothing else for an answer', () => {
    expect(kinds(api, { [CODE]: 'skip' })).toEqual(['origin', 'http']);
    const { findings } = translated(api, { [CODE]: 'skip' });
    expect(findings.find(({ code }) => code === CODE)).toMatchObject({ severity: 'blocker' });
  });
});

describe('a backend whose certificate is not verified', () => {
  it('is verified where that was decided', () => {
    expect(backends({ [CODE]: 'verify-certificate' })).toEqual([
      { url: 'https://orders.example.com', protocol: 'http' },
    ]);
  });

  it('is apart from the one that is, and its name counts as at API Gateway', async () => {
    await expect(golden(api, { [CODE]: 'skip-verification' })).toMatchFileSnapshot('golden/unverified.txt');
    expect(backends({ [CODE]: 'skip-verification' })).toEqual([
      {
        url: 'https://orders.example.com',
        protocol: 'http',
        tls: { validateCertificateChain: false, validateCertificateName: true },
      },
      { url: 'https://orders.example.com', protocol: 'http' },
    ]);
  });
});
