import type { AwsApi } from '../model/aws.ts';
import type { AwsDomainName } from '../model/aws-account.ts';
import * as cs from '../csharp/build.ts';
import type { Expression } from '../csharp/expression.ts';
import { choose, validateClientCertificate } from '../policy/build.ts';
import { clientTrust } from './client-trust.ts';
import { defineFeature, report, NOTHING, type FeatureContext } from './feature.ts';
import { gatewayAnswer } from './gateway-answer.ts';
import { isOwnName } from './host-gate.ts';

/**
 * Callers of a name with mutual TLS show a certificate that an authority of its trust store issued (docs: mapping, B3, D). API Management
 * answers an API under every name of the service, so that each name is closed but those that are open at the source as well.
 */
export const callerCertificates = defineFeature({
  id: 'caller-certificates',
  fidelity: 'C',
  claims: [],
  findings: {
    'CALLER-CERTIFICATES': {
      severity: 'info',
      message: 'Callers of {detail} show certificates, which validate-client-certificate checks.',
      awsBehaviour:
        'Without a certificate there is no connection; one that no authority of the trust store issued, or that has ended, is refused with 403.',
      apimBehaviour:
        'The connection stands; the request is refused with 403. Authorities are those of the whole service, so that the policy names the issuers of this name. Revocation is not looked at by either.',
      remedy: 'Call the name on both sides without a certificate, with a stranger’s, and with one that has ended.',
    },
    'CALLER-CERTIFICATE-DETAILS': {
      severity: 'review',
      message: 'The integrations of {detail} may read the certificate of the caller.',
      awsBehaviour:
        'Functions and authorizers see it in their event, mapping templates as $context.identity.clientCert.',
      apimBehaviour: 'API Gateway behind API Management sees no certificate of the caller.',
      remedy:
        'Look whether the functions read it; move such routes with a policy of your own that passes on its details.',
    },
  },
  translate(api, context) {
    const names = domainsOf(api, context);
    const guarded = names.filter(({ mutualTlsTruststoreUri }) => mutualTlsTruststoreUri !== undefined);
    const served = context.routes.filter(({ handling }) => handling.kind !== 'blocked');
    if (guarded.length === 0 || served.length === 0) return NOTHING;
    const isRead = served.some(({ handling }) => handling.kind === 'origin');
    const source = cs.binary('==', cs.context('LastError', 'Source'), 'validate-client-certificate');
    const refusal = gatewayAnswer(api, 'ACCESS_DENIED');
    return {
      ...NOTHING,
      policies: [
        {
          operationIds: 'api',
          section: 'inbound',
          place: 'client-certificate',
          nodes: [gate(guarded, openNames(names, api), api, context)],
        },
        {
          operationIds: 'api',
          section: 'onError',
          place: 'client-certificate',
          nodes: [choose([{ condition: source, policies: [refusal] }])],
        },
      ],
      findings: [
        ...guarded.map(({ at, name }) => report(callerCertificates, 'CALLER-CERTIFICATES', at, name)),
        ...(isRead ? [report(callerCertificates, 'CALLER-CERTIFICATE-DETAILS', api.at, api.name)] : []),
      ],
    };
  },
});

const domainsOf = ({ id, stage }: AwsApi, { inventory }: FeatureContext): readonly AwsDomainName[] =>
  inventory.domainNames.filter(({ mappings }) =>
    mappings.some((mapping) => mapping.apiId === id && mapping.stage === stage.name),
  );

const host = (): Expression => cs.call(cs.context('Request', 'OriginalUrl', 'Host'), 'ToLowerInvariant');
const isHost = (name: string): Expression => cs.binary('==', host(), name.toLowerCase());

/** Where the source lets callers in without a certificate: names without mutual TLS, and its own address unless it is off. */
function openNames(names: readonly AwsDomainName[], api: AwsApi): readonly Expression[] {
  const others = names.filter(({ mutualTlsTruststoreUri }) => mutualTlsTruststoreUri === undefined);
  return [...others.map(({ name }) => isHost(name)), ...(api.disableExecuteApiEndpoint ? [] : [isOwnName(host())])];
}

function gate(
  guarded: readonly AwsDomainName[],
  open: readonly Expression[],
  api: AwsApi,
  { inventory, tier }: FeatureContext,
) {
  const refusal = gatewayAnswer(api, 'ACCESS_DENIED');
  const isMissing = cs.binary('==', cs.context('Request', 'Certificate'), cs.literal(null));
  const branches = guarded.map((domain) => {
    const trust = clientTrust(domain, inventory, tier);
    // Such a name blocks the API as a whole (route-plan.ts); should a person's own policy serve a route all the same, it stays closed.
    const issuers = trust?.kind === 'carried' ? trust.authorities.map(({ thumbprint }) => thumbprint) : [];
    const checks = [choose([{ condition: isMissing, policies: [refusal] }]), validateClientCertificate(issuers)];
    return { condition: isHost(domain.name), policies: issuers.length === 0 ? [refusal] : checks };
  });
  return open.length === 0
    ? choose(branches, [refusal])
    : choose([...branches, { condition: cs.not(cs.any(open)), policies: [refusal] }]);
}
