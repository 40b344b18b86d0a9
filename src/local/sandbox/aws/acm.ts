import { createPrivateKey } from 'node:crypto';
import type { Faults } from '../faults.ts';
import type { SandboxRequest, SandboxResponse } from '../http-server.ts';
import type { AwsState, CertificateState } from './state.ts';
import { AwsError, epochJson } from './wire.ts';

type Input = Readonly<Record<string, unknown>>;

/** AWS Certificate Manager as JSON 1.1: the calls of discovery and of taking a certificate along. */
export function answerAcm(state: AwsState, faults: Faults, request: SandboxRequest): SandboxResponse {
  const operation = (request.headers['x-amz-target'] ?? '').split('.')[1] ?? '';
  const input = JSON.parse(request.body.toString('utf8') || '{}') as Input;
  return {
    status: 200,
    headers: { 'content-type': 'application/x-amz-json-1.1' },
    body: epochJson(perform(state, faults, operation, input)),
  };
}

function perform(state: AwsState, faults: Faults, operation: string, input: Input): unknown {
  switch (operation) {
    case 'ListCertificates':
      return listCertificates(state, faults, input);
    case 'DescribeCertificate':
      return { Certificate: detail(find(state, input), faults) };
    case 'GetCertificate': {
      const certificate = find(state, input);
      return { Certificate: certificate.certificatePem, CertificateChain: certificate.chainPem };
    }
    case 'ExportCertificate':
      return exportCertificate(find(state, input), faults, input);
    case 'ListTagsForCertificate':
      find(state, input);
      return { Tags: [] };
    default:
      throw new AwsError('UnknownOperationException', `ACM operation ${operation} is not simulated`);
  }
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
  const start = input['NextToken'] === undefined ? 0 : Number(input['NextToken']);
  const size = typeof input['MaxItems'] === 'number' ? input['MaxItems'] : 1000;
  const end = start + size;
  return {
    CertificateSummaryList: all.slice(start, end).map((item) => ({
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
    ...(end < all.length ? { NextToken: String(end) } : {}),
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
