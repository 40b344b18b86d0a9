import { createPrivateKey } from 'node:crypto';
import type { Faults } from '../faults.ts';
import { jsonService, type Input } from './json-service.ts';
import { pageOf, sizeOf } from './paging.ts';
import type { AwsService } from './service.ts';
import type { AwsState, CertificateState } from './state.ts';
import { AwsError } from './wire.ts';

/** AWS Certificate Manager: the calls of discovery and of taking a certificate along. */
export function acm(state: AwsState, faults: Faults): AwsService {
  return jsonService({
    name: 'acm',
    version: '1.1',
    operations: {
      ListCertificates: (input) => listCertificates(state, faults, input),
      DescribeCertificate: (input) => ({ Certificate: detail(find(state, input), faults) }),
      GetCertificate: (input) => {
        const { certificatePem, chainPem } = find(state, input);
        return { Certificate: certificatePem, CertificateChain: chainPem };
      },
      ExportCertificate: (input) => exportCertificate(find(state, input), faults, input),
      ListTagsForCertificate: (input) => ({ Tags: find(state, input).tags ?? [] }),
    },
  });
}

function find(state: AwsState, input: Input): CertificateState {
  const arn = String(input['CertificateArn']);
  const certificate = state.certificates.get(arn);
  if (!certificate)
    throw new AwsError('ResourceNotFoundException', `Could not find certificate ${arn} in account ${state.accountId}.`);
  return certificate;
}

/** Fault `certificate-missing`: the owner never asked for an exportable certificate, and that cannot be changed later. */
function detail(certificate: CertificateState, faults: Faults): CertificateState['detail'] {
  if (!faults.isActive('certificate-missing')) return certificate.detail;
  return { ...certificate.detail, Options: { ...certificate.detail.Options, Export: 'DISABLED' } };
}

function listCertificates(state: AwsState, faults: Faults, input: Input): unknown {
  const all = [...state.certificates.values()].map((certificate) => detail(certificate, faults));
  const invalid = (): AwsError => new AwsError('ValidationException', 'Invalid NextToken or MaxItems.');
  const size = sizeOf(input['MaxItems'], { most: 1000 }, invalid);
  const { items, next } = pageOf(all, input['NextToken'] as string | undefined, size, invalid);
  return {
    CertificateSummaryList: items.map((item) => ({
      CertificateArn: item.CertificateArn,
      DomainName: item.DomainName,
      SubjectAlternativeNameSummaries: item.SubjectAlternativeNames,
      Status: item.Status,
      Type: item.Type,
      KeyAlgorithm: item.KeyAlgorithm,
      InUse: (item.InUseBy ?? []).length > 0,
      NotBefore: item.NotBefore,
      NotAfter: item.NotAfter,
      ExportOption: item.Options?.Export,
    })),
    NextToken: next,
  };
}

/** Passphrase 4 to 128 bytes of ASCII without `# $ %` (ACM ExportCertificate, 2026-11-23); on the wire it is base64. */
function exportCertificate(certificate: CertificateState, faults: Faults, input: Input): unknown {
  if (detail(certificate, faults).Options?.Export !== 'ENABLED')
    throw new AwsError(
      'ValidationException',
      'Certificate is not exportable: it was not requested with export enabled.',
    );
  const encoded = input['Passphrase'];
  const passphrase = Buffer.from(typeof encoded === 'string' ? encoded : '', 'base64').toString('latin1');
  if (!/^[\x20-\x7e]{4,128}$/.test(passphrase) || /[#$%]/.test(passphrase))
    throw new AwsError('ValidationException', 'Passphrase must be 4 to 128 ASCII characters without #, $ or %.');
  const key = createPrivateKey(certificate.privateKeyPem);
  return {
    Certificate: certificate.certificatePem,
    CertificateChain: certificate.chainPem,
    PrivateKey: key.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase }),
  };
}
