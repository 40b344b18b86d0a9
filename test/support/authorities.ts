import { X509Certificate } from 'node:crypto';
import type { AwsTrustStore } from '../../src/model/aws-account.ts';

/** As discovery reads a certificate of a trust store. */
export function storeCertificate(pem: string): AwsTrustStore['certificates'][number] {
  const certificate = new X509Certificate(pem);
  return {
    subject: certificate.subject,
    fingerprint: certificate.fingerprint256,
    notAfter: certificate.validToDate.toISOString(),
    issuer: certificate.issuer,
    isSelfSigned: certificate.checkIssued(certificate),
    pem,
  };
}

/** A root and an intermediate of fixed keys (P-256), made on 2026-11-29 for a hundred years: goldens name their thumbprints. */
export const ROOT_PEM = `-----BEGIN CERTIFICATE-----
MIIBljCCAT2gAwIBAgIUEvdgAg1JKN97zd5gtL+q4bg1W1swCgYIKoZIzj0EAwIw
GDEWMBQGA1UEAwwNUGFydG5lcnMgcm9vdDAgFw0yNjExMjkxNDM5NTlaGA8yMTI2
MTEwNTE0Mzk1OVowGDEWMBQGA1UEAwwNUGFydG5lcnMgcm9vdDBZMBMGByqGSM49
AgEGCCqGSM49AwEHA0IABMET4QvD8W2FdxGgCrpMh8cg/MK+r3zZ/on4zOPZp2x/
1rIl8bwnb9Ai97guNH+TM5q24IjmRa8w9rf9qKVB+MqjYzBhMB0GA1UdDgQWBBSr
Zsc98Cjho4zz9zTXgAN+2vB1azAfBgNVHSMEGDAWgBSrZsc98Cjho4zz9zTXgAN+
2vB1azAPBgNVHRMBAf8EBTADAQH/MA4GA1UdDwEB/wQEAwICBDAKBggqhkjOPQQD
AgNHADBEAiBSzpCWShDIdAs0/A/5DzPgD56AfF96blWlmGLhRrz8qgIgWRwkdoA2
WBQMphR84n6F72Cjc/QmCoXoUxWDgJXqUFA=
-----END CERTIFICATE-----
`;

/** Issued by that root. */
export const ISSUING_PEM = `-----BEGIN CERTIFICATE-----
MIIBmzCCAUCgAwIBAgIUNJY/rJiHR78fif5wQzW/RmmR1xIwCgYIKoZIzj0EAwIw
GDEWMBQGA1UEAwwNUGFydG5lcnMgcm9vdDAgFw0yNjExMjkxNDQwMDBaGA8yMTI2
MTEwNTE0NDAwMFowGzEZMBcGA1UEAwwQUGFydG5lcnMgaXNzdWluZzBZMBMGByqG
SM49AgEGCCqGSM49AwEHA0IABIuQS+Q3wpL+iPmjj0pfZRhO6d4es93Gj5jNKhhl
Q6rSKxkFRJdLBeqe73mK0ljdmheDzKnlbPtSlAouiBfq4x6jYzBhMA8GA1UdEwEB
/wQFMAMBAf8wDgYDVR0PAQH/BAQDAgIEMB0GA1UdDgQWBBTq+CgTfJwnp6LmWH+U
1mm1qI3ztTAfBgNVHSMEGDAWgBSrZsc98Cjho4zz9zTXgAN+2vB1azAKBggqhkjO
PQQDAgNJADBGAiEA7N4TdW5zQ81nUz/S4g3oICwuEggtGfYHWeQsWMqeRTgCIQDJ
QrG/stQbEg7ewD/HQIuLS5yKDHy67I5augqNoysW+g==
-----END CERTIFICATE-----
`;
