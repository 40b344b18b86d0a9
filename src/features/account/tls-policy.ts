import { decideAround, defineAccountFeature } from '../account-feature.ts';
import { decide, report } from '../feature.ts';
import { tlsPolicyOf } from '../tls-properties.ts';
import type { AwsDomainName } from '../../model/aws-account.ts';
import type { Finding } from '../../model/finding.ts';
import type { RunRequest } from '../../model/run.ts';
import { below } from '../../model/source-ref.ts';
import { generationOf, plannedTier } from '../../model/tier.ts';

/** The least TLS version and the ciphers of endpoints and domain names (docs: mapping, B9). */
export const tlsPolicy = defineAccountFeature({
  id: 'tls-policy',
  fidelity: 'C',
  findings: {
    'TLS-POLICY': {
      severity: 'review',
      message: '{detail}',
      awsBehaviour: 'The security policy says which TLS versions and ciphers are taken.',
      apimBehaviour:
        'They are settings of the whole service: what one of the names of the run takes is on for all, in the update that binds the names.',
      remedy: 'Look in the access logs for callers with other versions before the cutover.',
    },
    'TLS-OLD-CALLERS': {
      severity: 'decision',
      message: '{detail} takes TLS 1.0 and 1.1.',
      awsBehaviour: 'Callers with TLS 1.0 and 1.1 are served.',
      apimBehaviour: 'They are served only where customProperties of the whole service allow it.',
      remedy: 'Count such callers in the access logs ($context.tlsVersion); an open decision refuses them.',
      options: [
        {
          name: 'refuse-old',
          consequence: 'Callers with TLS 1.0 and 1.1 are refused from the cutover on.',
          recommended: true,
        },
        {
          name: 'allow-old',
          consequence:
            'TLS 1.0 and 1.1 and ciphers with SHA-1 are on for all names of the service, also those of others.',
        },
      ],
    },
  },
  assess: (inventory, request) => [
    ...inventory.domainNames.flatMap((domain) => findingsOf(domain, request)),
    ...inventory.apis.flatMap(({ at, name, securityPolicy }) =>
      securityPolicy === undefined
        ? []
        : [
            report(
              tlsPolicy,
              'TLS-POLICY',
              below(at, 'securityPolicy'),
              `The endpoint of ${name} has the security policy ${securityPolicy}, which no name of the run has.`,
            ),
          ],
    ),
  ],
});

type Request = Pick<RunRequest, 'decisions'> & Partial<Pick<RunRequest, 'target'>>;

function findingsOf(domain: AwsDomainName, request: Request): readonly Finding[] {
  const { name, securityPolicy } = domain;
  if (securityPolicy === undefined) return [];
  const at = below(domain.at, 'securityPolicy');
  const policy = tlsPolicyOf(securityPolicy);
  const tier = plannedTier(request.target);
  const isSet = policy !== undefined && generationOf(tier) === 'classic';
  const becomes = isSet
    ? `the service takes what it takes${policy.isTls12 ? '' : ', and TLS 1.2 as well, which cannot be switched off: let Application Gateway or Front Door insist on 1.3 where it must be'}`
    : policy === undefined
      ? 'which is not known: the run sets nothing for it'
      : `a service of the tier ${tier} has no such settings and takes TLS 1.2 and 1.3`;
  return [
    report(tlsPolicy, 'TLS-POLICY', at, `${name} has the security policy ${securityPolicy}; ${becomes}.`),
    ...(isSet && policy.isOld ? [decideAround(report(tlsPolicy, 'TLS-OLD-CALLERS', at, name), request)] : []),
  ];
}

/** Whether a person lets callers of a name go on with TLS 1.0 and 1.1. */
export function letsOldCallersIn({ at, name }: AwsDomainName, { decisions }: Pick<RunRequest, 'decisions'>): boolean {
  const finding = report(tlsPolicy, 'TLS-OLD-CALLERS', below(at, 'securityPolicy'), name);
  return decide(finding, { mode: 'assess', decisions }).option === 'allow-old';
}
