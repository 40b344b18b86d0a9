import { shortHash, slug } from '../features/operations.ts';
import type { AwsCertificate } from '../model/aws-account.ts';
import type { AwsInventory } from '../model/aws-inventory.ts';
import type { Finding } from '../model/finding.ts';
import type { Step } from '../model/plan.ts';
import type { RunRequest } from '../model/run.ts';
import type { SourceRef } from '../model/source-ref.ts';
import { nameAccess, type NameAccess } from './name-access.ts';
import { sourceIndex } from './source-index.ts';

const FEATURE = 'certificate';

/** A host name that the plan moves, and the wave that does. */
export interface MovedHostname {
  readonly name: string;
  readonly wave: string;
  readonly at: SourceRef;
}

interface CertificatePlan {
  readonly steps: readonly Step[];
  readonly findings: readonly Finding[];
}

interface Bound {
  readonly hostname: MovedHostname;
  readonly certificate: AwsCertificate;
}

/**
 * Carries each host name's certificate from ACM into the vault, once however many names share it, and binds the names of a wave
 * to the service in one write: a change of host names takes the real service 15 minutes and more (mapping.md, certificates).
 */
export function certificateSteps(
  request: RunRequest,
  inventory: AwsInventory,
  moved: readonly MovedHostname[],
): CertificatePlan {
  const findings: Finding[] = [];
  const bound: Bound[] = [];
  for (const hostname of moved) {
    const found = usable(hostname, inventory);
    if ('code' in found) findings.push(found);
    else bound.push({ hostname, certificate: found });
  }
  const transfers = new Map<string, Step>();
  for (const each of bound) {
    const step = transfer(each, request);
    if (!transfers.has(step.id)) transfers.set(step.id, step);
  }
  const waves = Map.groupBy(bound, ({ hostname }) => hostname.wave);
  const access = nameAccess(
    bound.map(({ hostname }) => hostname),
    inventory,
    request,
  );
  return {
    steps: [...transfers.values(), ...[...waves].map(([wave, names]) => binding(wave, names, access))],
    findings: [...findings, ...access.findings],
  };
}

/** Name in the vault: readable, and different for two certificates of one domain. */
const vaultName = ({ arn, domainName }: AwsCertificate): string =>
  `crossgate-${slug(domainName.replace(/^\*/, 'any'))}-${shortHash(arn)}`;

const transferId = (certificate: AwsCertificate): string => `transfer-certificate:${vaultName(certificate)}`;

function transfer({ hostname, certificate }: Bound, request: RunRequest): Step {
  const name = vaultName(certificate);
  return {
    id: transferId(certificate),
    kind: 'transfer-certificate',
    summary: `carry the certificate of ${certificate.domainName} into the vault as ${name}`,
    dependsOn: [],
    from: [certificate.at],
    place: { wave: hostname.wave, phase: 'transferring-certificates', unit: name },
    payload: { name, certificateArn: certificate.arn, scope: sourceIndex(certificate.at, request) },
  };
}

function binding(wave: string, names: readonly Bound[], access: NameAccess): Step {
  const authorities = access.authoritiesOf(names.map(({ hostname }) => hostname.name));
  return {
    id: `bind-hostnames:${wave}`,
    kind: 'bind-hostnames',
    summary: `bind ${names.map(({ hostname }) => hostname.name).join(', ')} to the service`,
    dependsOn: [...new Set(names.map(({ certificate }) => transferId(certificate)))],
    from: names.map(({ hostname }) => hostname.at),
    place: { wave, phase: 'registering-backends', unit: `hostnames-${wave}` },
    payload: {
      hostnames: names.map(({ hostname, certificate }) => ({
        hostName: hostname.name,
        certificate: vaultName(certificate),
        ...(access.authoritiesOf([hostname.name]).length > 0 && { asksCallers: true }),
      })),
      ...(authorities.length > 0 && { authorities }),
      ...(Object.keys(access.tls).length > 0 && { customProperties: access.tls }),
    },
  };
}

/** The certificate that a name can take along, or why it has none. */
function usable(hostname: MovedHostname, { domainNames, certificates }: AwsInventory): AwsCertificate | Finding {
  const arn = domainNames.find(({ name }) => name === hostname.name)?.certificateArn;
  const certificate = certificates.find((each) => each.arn === arn);
  if (certificate === undefined)
    return refusal('CERTIFICATE-NOT-FOUND', hostname, 'the name has no certificate in ACM that was read');
  if (certificate.status !== 'ISSUED')
    return refusal('CERTIFICATE-NOT-VALID', hostname, `its certificate ${certificate.arn} is ${certificate.status}`);
  if (!certificate.exportable)
    return refusal('CERTIFICATE-NOT-EXPORTABLE', hostname, `ACM does not give out the key of ${certificate.arn}`);
  return certificate;
}

const refusal = (code: string, { name, at }: MovedHostname, why: string): Finding => ({
  code,
  severity: 'blocker',
  feature: FEATURE,
  at,
  message: `${name} cannot take its certificate along: ${why}.`,
  awsBehaviour:
    'API Gateway serves the name with a certificate of ACM, whose key leaves it only when it was requested so.',
  apimBehaviour: 'The gateway answers a name only with a certificate for it from the vault.',
  remedy: 'Request a public certificate with export enabled and attach it to the domain name, then plan again.',
});
