import type { ResourceRecordSet } from '@aws-sdk/client-route-53';
import { emptyAwsState, type AwsState } from '../../aws/state.ts';
import { addCustomDomain } from '../custom-domain.ts';
import type { CertificateIssuer } from '../sample-estate.ts';
import { addRestApi } from '../stage.ts';
import { BUILT_AT } from '../surroundings/account.ts';

const REGION = 'eu-west-1';
const HOSTNAME = 'partners.health.example';
const BUCKET = 'health-trust-stores';
const KEY = 'partners/authorities.pem';

/** The REST API "partner-exchange", which hospitals abroad call with certificates of their own. */
const PARTNER_EXCHANGE = {
  openapi: '3.0.1',
  info: { title: 'partner-exchange', version: '1.0' },
  servers: [{ 'url': 'https://p', 'x-amazon-apigateway-endpoint-configuration': { disableExecuteApiEndpoint: true } }],
  paths: {
    '/referrals': {
      get: {
        'responses': { 200: { description: 'ok' } },
        'x-amazon-apigateway-integration': {
          type: 'http_proxy',
          httpMethod: 'GET',
          uri: 'http://referrals.backends.health.example/referrals',
        },
      },
    },
  },
};

/** The account in a region of its own: one API at a name with mutual TLS; `record` is the name's in the public zone. */
export async function partnerRegion(
  accountId: string,
  issuer: CertificateIssuer,
): Promise<{ readonly state: AwsState; readonly record: ResourceRecordSet }> {
  const state = emptyAwsState(accountId, REGION);
  const apiId = addRestApi(state, JSON.stringify(PARTNER_EXCHANGE), 'live');
  const record = await addCustomDomain(state, issuer, HOSTNAME, [{ key: '', apiId, stage: 'live' }]);
  const { chainPem } = await issuer.issue({ hostnames: ['authority.partners.example'], key: 'p256' });
  const version = (versionId: string, lastModified: Date) => ({
    versionId,
    body: Buffer.from(chainPem),
    contentType: 'application/x-pem-file',
    lastModified,
  });
  const newest = version('Qm9uZQ.two', new Date('2026-08-19T10:00:00Z'));
  state.buckets.set(BUCKET, new Map([[KEY, [version('Qm9uZQ.one', BUILT_AT), newest]]]));
  const held = state.domainNames.get(HOSTNAME);
  if (!held) throw new Error(`${HOSTNAME} was not added`);
  // The domain keeps the version that it was given; the newer one is not in force.
  const mutualTlsAuthentication = { truststoreUri: `s3://${BUCKET}/${KEY}`, truststoreVersion: 'Qm9uZQ.one' };
  state.domainNames.set(HOSTNAME, { ...held, domain: { ...held.domain, mutualTlsAuthentication } });
  state.resourceIndex = 'LOCAL';
  return { state, record };
}
