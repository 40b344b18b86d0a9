import { X509Certificate } from 'node:crypto';
import type { AwsState } from '../../aws/state.ts';
import type { CertificateIssuer } from '../sample-estate.ts';
import { addLogGroup } from '../surroundings/account.ts';

export const HOSPITAL_LINK = 'vlhosp';

/** API Gateway's settings of the account, its link to the network load balancer, and the certificate it shows to backends. */
export async function addSettings(aws: AwsState, issuer: CertificateIssuer): Promise<string> {
  aws.gatewayAccount = {
    ...aws.gatewayAccount,
    cloudwatchRoleArn: `arn:aws:iam::${aws.accountId}:role/api-gateway-logs`,
  };
  const balancer = [...aws.loadBalancing.loadBalancers.values()].find(({ Type }) => Type === 'network');
  aws.vpcLinks.set(HOSPITAL_LINK, {
    id: HOSPITAL_LINK,
    name: 'hospital-front',
    targetArns: [balancer?.LoadBalancerArn ?? ''],
    status: 'AVAILABLE',
  });
  const { certPem } = await issuer.issue({ hostnames: ['gateway.health.example'], key: 'p256' });
  const { validFrom, validTo } = new X509Certificate(certPem);
  const id = 'cc41ab';
  aws.clientCertificates.set(id, {
    clientCertificateId: id,
    description: 'Shown to the laboratory',
    pemEncodedCertificate: certPem,
    createdDate: new Date(validFrom),
    expirationDate: new Date(validTo),
    tags: { system: 'lab-results' },
  });
  for (const [planId, requests] of [
    ['plan1', 21_000],
    ['plan2', 4_300],
  ] as const) {
    const plan = aws.usagePlans.get(planId);
    if (!plan) throw new Error(`the estate has no usage plan ${planId}`);
    const requestsPerDay = Object.fromEntries(plan.keyIds.map((keyId) => [keyId, requests]));
    aws.usagePlans.set(planId, { ...plan, requestsPerDay });
  }
  addLogGroup(aws, '/aws/apigateway/lab-results', 120_586_240, 400);
  return id;
}
