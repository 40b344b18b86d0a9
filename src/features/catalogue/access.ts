import { group } from './row.ts';

export const ACCESS = group(
  'B3',
  'Access control',
  ['Cognito without scopes', 'validate-jwt for id tokens', 'C', 'applied', 'jwt-authorizer', 'user-pools'],
  ['Cognito with scopes', 'validate-jwt for access tokens', 'C', 'applied', 'jwt-authorizer'],
  ['JWT', 'validate-jwt, then audience and scope', 'C', 'applied', 'jwt-authorizer'],
  ['Issuer of tokens', 'kept, Entra ID, or both', 'D', 'applied', 'token-issuer', 'jwt-authorizer'],
  ['Lambda authorizer, TOKEN', 'API Gateway as the origin', 'D', 'origin', 'api-gateway-origin'],
  ['Lambda authorizer, REQUEST', 'API Gateway as the origin', 'D', 'origin', 'api-gateway-origin'],
  ['apiKeySource AUTHORIZER', 'API Gateway as the origin', 'D', 'origin', 'api-gateway-origin'],
  ['AWS_IAM', 'blocked, or validate-azure-ad-token by decision', 'U/D', 'applied', 'iam-callers', 'surface'],
  ['Resource policy', 'ip-filter', 'C/D', 'applied', 'resource-policy'],
  ['VPC endpoint policy', 'network security group', 'D', 'artefact', 'vpc-endpoints', 'private-access'],
  [
    'mTLS trust store',
    'authorities, validate-client-certificate',
    'C',
    'applied',
    'caller-certificates',
    'mutual-tls',
    'planning',
  ],
  ['Mixed authorization', 'policies by operation', 'E', 'applied', 'jwt-authorizer', 'key-gate'],
);
