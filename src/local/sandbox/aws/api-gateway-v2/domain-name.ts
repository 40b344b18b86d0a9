import type { DomainName } from '@aws-sdk/client-apigatewayv2';
import type { DomainNameState } from '../state.ts';

/** v1 names them otherwise. */
const ROUTING_MODES = {
  BASE_PATH_MAPPING_ONLY: 'API_MAPPING_ONLY',
  ROUTING_RULE_ONLY: 'ROUTING_RULE_ONLY',
  ROUTING_RULE_THEN_BASE_PATH_MAPPING: 'ROUTING_RULE_THEN_API_MAPPING',
} as const;

/** v2's view of a custom domain name that the account holds once, in v1's shape. */
export function domainNameV2({ domain }: DomainNameState): DomainName {
  const mutualTls = domain.mutualTlsAuthentication;
  return {
    DomainName: domain.domainName,
    ApiMappingSelectionExpression: '$request.basepath',
    RoutingMode: domain.routingMode === undefined ? 'API_MAPPING_ONLY' : ROUTING_MODES[domain.routingMode],
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
    ...(mutualTls
      ? {
          MutualTlsAuthentication: {
            TruststoreUri: mutualTls.truststoreUri,
            TruststoreVersion: mutualTls.truststoreVersion,
            TruststoreWarnings: mutualTls.truststoreWarnings,
          },
        }
      : {}),
    ...(domain.tags ? { Tags: domain.tags } : {}),
  };
}
