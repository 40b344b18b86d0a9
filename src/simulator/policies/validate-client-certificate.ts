import { elementsOf, type PolicyElement } from '../../policy/tree.ts';
import type { CertificateFacts } from '../effects.ts';
import { GatewayFailure } from '../failure.ts';
import { attribute, flag, type Flow } from '../state.ts';
import type { PolicyExecutor } from './policy.ts';

/**
 * The caller's certificate by the rules that are on, then by the identities: all claims of one of them (Microsoft Learn,
 * validate-client-certificate; read 2026-11-29). A caller without one is refused. Authorities are those of the service; revocation has no
 * list here, so that asking for it is refused.
 */
export const validateClientCertificate: PolicyExecutor = async (flow, element) => {
  const isOn = (name: string): boolean => flag(flow, element, name, true);
  const why = await whyNot(flow, element, isOn);
  if (why === undefined || flag(flow, element, 'ignore-error', false)) return;
  throw new GatewayFailure({ source: element.name, reason: why, message: 'Invalid client certificate', status: 403 });
};

async function whyNot(
  flow: Flow,
  element: PolicyElement,
  isOn: (name: string) => boolean,
): Promise<string | undefined> {
  const { certificate } = flow.original;
  if (certificate === undefined) return 'ClientCertificateNotPresent';
  const { effects, configuration } = flow;
  const facts = await effects.readCertificate(certificate, configuration.authorities ?? [], effects.now());
  if (isOn('validate-revocation')) return 'ClientCertificateRevocationUnknown';
  if (isOn('validate-trust') && !facts.isTrusted) return 'ClientCertificateNotTrusted';
  if (isOn('validate-not-before') && !facts.hasBegun) return 'ClientCertificateNotYetValid';
  if (isOn('validate-not-after') && facts.hasEnded) return 'ClientCertificateExpired';
  const identities = elementsOf(element.children).flatMap(({ children }) => elementsOf(children));
  const isKnown = identities.length === 0 || identities.some((identity) => fits(flow, identity, facts));
  return isKnown ? undefined : 'ClientCertificateIdentityNotMatched';
}

/** Claims by the attribute that asks for them; another one fits nobody. */
const CLAIMS: Readonly<Record<string, (facts: CertificateFacts) => readonly string[]>> = {
  'thumbprint': ({ thumbprint }) => [thumbprint],
  'serial-number': ({ serialNumber }) => [serialNumber],
  'common-name': ({ commonName }) => [commonName],
  'subject': ({ subject }) => [subject],
  'dns-name': ({ dnsNames }) => dnsNames,
  'issuer-subject': ({ issuerSubject }) => [issuerSubject],
  'issuer-thumbprint': ({ issuerThumbprint }) => (issuerThumbprint === undefined ? [] : [issuerThumbprint]),
};

function fits(flow: Flow, identity: PolicyElement, facts: CertificateFacts): boolean {
  return Object.keys(identity.attributes).every((name) => {
    const wanted = attribute(flow, identity, name)?.toLowerCase();
    return (CLAIMS[name]?.(facts) ?? []).some((value) => value.toLowerCase() === wanted);
  });
}
