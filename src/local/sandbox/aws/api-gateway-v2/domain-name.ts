import type { DomainName } from '@aws-sdk/client-apigatewayv2';
import type { DomainNameState } from '../state.ts';

/** v2's view of a custom domain name that the account holds once, in v1's shape. */
export function domainNameV2({ domain }: DomainNameState): DomainName {
  return {
    DomainName: domain.domainName,
    ApiMappingSelectionExpression: '$request.basepath',
    RoutingMode: 'API_MAPPING_ONLY',
    DomainNameConfigurations: [
      {
        ApiGatewayDomainName: domain.regionalDomainName,
        CertificateArn: domain.regionalCertificateArn,
        HostedZoneId: domain.regionalHostedZoneId,
        EndpointType: domain.endpointConfiguration?.types?.[0] === 'EDGE' ? 'EDGE' : 'REGIONAL',
        SecurityPolicy: domain.securityPolicy === 'TLS_1_0' ? 'TLS_1_0' : 'TLS_1_2',
        DomainNameStatus: 'AVAILABLE',
      },
    ],
    ...(domain.tags ? { Tags: domain.tags } : {}),
  };
}
