import type { AwsClientCertificate } from '../../../model/aws-account.ts';
import { defined } from '../defined.ts';
import { PAGE_SIZE } from './rest-api-lists.ts';
import type { SourceReading } from './source-reading.ts';

/** Certificates that API Gateway shows to backends: their public part, which is all that AWS gives. */
export async function readClientCertificates(reading: SourceReading): Promise<readonly AwsClientCertificate[]> {
  const { GetClientCertificatesCommand } = await import('@aws-sdk/client-api-gateway');
  const client = await reading.clients.restApis(reading.scope);
  const read = reading.review('GetClientCertificates', '/clientcertificates');
  const found = await reading.allOrGap(read, async (position) => {
    const page = { limit: PAGE_SIZE, ...(position !== undefined && { position }) };
    const answer = await client.send(new GetClientCertificatesCommand(page));
    return { items: answer.items, next: answer.position };
  });
  return found.map(({ clientCertificateId: id = '', expirationDate, pemEncodedCertificate: pem }) => {
    const at = { arn: reading.arnOf(`/clientcertificates/${id}`), pointer: '' };
    return defined({ at, id, notAfter: expirationDate?.toISOString(), pem });
  });
}
