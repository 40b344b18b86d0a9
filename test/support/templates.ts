import { readInput } from '../../src/definitions/read-input.ts';
import type { AwsInventory } from '../../src/model/aws-inventory.ts';
import { inventoryOf } from '../../src/model/aws-inventory.ts';

/** What a template in YAML gives. */
export function read(yaml: string): AwsInventory {
  const { input, part } = readInput({ file: 'template.yaml', bytes: Buffer.from(yaml) });
  if (!input.ok) throw new Error(input.error);
  return inventoryOf(part);
}

/** Routes in one line each: method, path, guard, key, integration, address. */
export const lines = ({ apis }: AwsInventory): readonly string[] =>
  apis.flatMap(({ name, stage, routes }) =>
    routes.map(({ method, path, authorizationType, authorizerId, apiKeyRequired, integration }) =>
      [
        `${name}/${stage.name}`,
        method,
        path,
        authorizationType,
        authorizerId ?? '-',
        apiKeyRequired ? 'key' : '-',
        integration?.type ?? 'none',
        integration?.uri ?? '-',
      ].join(' '),
    ),
  );

export const REST = `
AWSTemplateFormatVersion: '2010-09-09'
Parameters:
  StageName: { Type: String, Default: live }
  BackendHost: { Type: String }
  Secret: { Type: String, NoEcho: true, Default: hunter2 }
Conditions:
  IsLive: !Equals [!Ref StageName, live]
Resources:
  Orders:
    Type: AWS::ApiGateway::RestApi
    Properties:
      Name: !Sub 'orders-\${StageName}'
      EndpointConfiguration: { Types: [REGIONAL] }
      BinaryMediaTypes: [image~1png]
      Policy:
        Statement: [{ Effect: Deny, Principal: '*', Action: 'execute-api:Invoke', Resource: '*' }]
  OrdersResource:
    Type: AWS::ApiGateway::Resource
    Properties: { RestApiId: !Ref Orders, ParentId: !GetAtt Orders.RootResourceId, PathPart: orders }
  OrderResource:
    Type: AWS::ApiGateway::Resource
    Properties: { RestApiId: !Ref Orders, ParentId: !Ref OrdersResource, PathPart: '{id}' }
  Pool: { Type: 'AWS::Cognito::UserPool', Properties: { UserPoolName: customers, MfaConfiguration: 'ON' } }
  Client: { Type: 'AWS::Cognito::UserPoolClient', Properties: { UserPoolId: !Ref Pool, GenerateSecret: true } }
  Guard:
    Type: AWS::ApiGateway::Authorizer
    Properties:
      RestApiId: !Ref Orders
      Name: customers
      Type: COGNITO_USER_POOLS
      IdentitySource: method.request.header.Authorization
      ProviderARNs: [!GetAtt Pool.Arn]
  Everything:
    Type: AWS::ApiGateway::RequestValidator
    Properties: { RestApiId: !Ref Orders, ValidateRequestBody: true, ValidateRequestParameters: true }
  Link: { Type: 'AWS::ApiGateway::VpcLink', Properties: { Name: inside, TargetArns: [!Ref Balancer] } }
  GetOrder:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Orders
      ResourceId: !Ref OrderResource
      HttpMethod: GET
      AuthorizationType: COGNITO_USER_POOLS
      AuthorizerId: !Ref Guard
      AuthorizationScopes: [orders/read]
      ApiKeyRequired: true
      RequestValidatorId: !Ref Everything
      RequestParameters: { method.request.path.id: true, method.request.querystring.full: false }
      MethodResponses: [{ StatusCode: 200 }]
      Integration:
        Type: HTTP_PROXY
        IntegrationHttpMethod: GET
        Uri: !Sub 'https://\${BackendHost}/\${!stageVariables.base}/orders/{id}'
        ConnectionType: VPC_LINK
        ConnectionId: !Ref Link
        RequestParameters: { integration.request.path.id: method.request.path.id }
        TimeoutInMillis: 5000
  ListOrders:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Orders
      ResourceId: !Ref OrdersResource
      HttpMethod: ANY
      AuthorizationType: NONE
      Integration:
        Type: AWS_PROXY
        IntegrationHttpMethod: POST
        Uri: !Join ['', ['arn:aws:apigateway:', !Ref 'AWS::Region', ':lambda:path/2015-03-31/functions/', !GetAtt Fn.Arn, /invocations]]
  Deployment: { Type: 'AWS::ApiGateway::Deployment', Properties: { RestApiId: !Ref Orders } }
  Stage:
    Type: AWS::ApiGateway::Stage
    Properties:
      RestApiId: !Ref Orders
      DeploymentId: !Ref Deployment
      StageName: !Ref StageName
      Variables: { base: v1 }
      MethodSettings:
        - { ResourcePath: '/*', HttpMethod: '*', ThrottlingRateLimit: 10, ThrottlingBurstLimit: 20 }
        - { ResourcePath: '/orders~1{id}', HttpMethod: GET, CachingEnabled: true, CacheTtlInSeconds: 60 }
      AccessLogSetting: { DestinationArn: !GetAtt Logs.Arn, Format: '$context.requestId' }
  Logs: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: orders, RetentionInDays: 14 } }
  Firewall:
    Type: AWS::WAFv2::WebACL
    Properties:
      Name: orders
      Scope: REGIONAL
      DefaultAction: { Allow: {} }
      Rules:
        - { Name: rate, Priority: 1, Action: { Block: {} }, Statement: { RateBasedStatement: { Limit: 500, AggregateKeyType: IP } } }
  FirewallAtStage:
    Type: AWS::WAFv2::WebACLAssociation
    Properties:
      WebACLArn: !GetAtt Firewall.Arn
      ResourceArn: !Sub 'arn:aws:apigateway:\${AWS::Region}::/restapis/\${Orders}/stages/\${Stage}'
  Plan:
    Type: AWS::ApiGateway::UsagePlan
    Properties:
      UsagePlanName: gold
      ApiStages: [{ ApiId: !Ref Orders, Stage: !Ref Stage }]
      Quota: { Limit: 1000, Period: MONTH }
  Key: { Type: 'AWS::ApiGateway::ApiKey', Properties: { Name: partner, Enabled: true, Value: !Ref Secret } }
  KeyInPlan: { Type: 'AWS::ApiGateway::UsagePlanKey', Properties: { KeyId: !Ref Key, KeyType: API_KEY, UsagePlanId: !Ref Plan } }
  Name:
    Type: AWS::ApiGateway::DomainName
    Properties:
      DomainName: Orders.Health.example
      RegionalCertificateArn: !Ref Certificate
      SecurityPolicy: TLS_1_2
      EndpointConfiguration: { Types: [REGIONAL] }
  Certificate: { Type: 'AWS::CertificateManager::Certificate', Properties: { DomainName: orders.health.example } }
  Mapping:
    Type: AWS::ApiGateway::BasePathMapping
    Properties: { DomainName: !Ref Name, RestApiId: !Ref Orders, Stage: !Ref Stage, BasePath: v1 }
  Record:
    Type: AWS::Route53::RecordSet
    Properties:
      HostedZoneName: health.example.
      Name: orders.health.example.
      Type: A
      AliasTarget: { DNSName: !GetAtt Name.RegionalDomainName, HostedZoneId: !GetAtt Name.RegionalHostedZoneId }
  Alarm:
    Type: AWS::CloudWatch::Alarm
    Condition: IsLive
    Properties:
      Namespace: AWS/ApiGateway
      MetricName: 5XXError
      Statistic: Sum
      Period: 60
      EvaluationPeriods: 3
      Threshold: 5
      ComparisonOperator: GreaterThanThreshold
      Dimensions: [{ Name: ApiName, Value: orders }]
  Table: { Type: 'AWS::DynamoDB::Table', Properties: { Anything: !Unknown at all } }
`;

export const HTTP = `
Resources:
  Api:
    Type: AWS::ApiGatewayV2::Api
    Properties:
      Name: pets
      ProtocolType: HTTP
      CorsConfiguration: { AllowOrigins: ['https://a.example'], AllowMethods: [GET], MaxAge: 300 }
  Jwt:
    Type: AWS::ApiGatewayV2::Authorizer
    Properties:
      ApiId: !Ref Api
      Name: jwt
      AuthorizerType: JWT
      IdentitySource: ['$request.header.Authorization']
      JwtConfiguration: { Audience: [pets], Issuer: 'https://issuer.example' }
  Backend:
    Type: AWS::ApiGatewayV2::Integration
    Properties:
      ApiId: !Ref Api
      IntegrationType: HTTP_PROXY
      IntegrationMethod: GET
      IntegrationUri: https://pets.example/
      PayloadFormatVersion: '1.0'
      ResponseParameters:
        '404': { ResponseParameters: [{ Destination: 'overwrite:statuscode', Source: '410' }] }
  Route:
    Type: AWS::ApiGatewayV2::Route
    Properties:
      ApiId: !Ref Api
      RouteKey: GET /pets
      AuthorizationType: JWT
      AuthorizerId: !Ref Jwt
      AuthorizationScopes: [read]
      Target: !Join [/, [integrations, !Ref Backend]]
  Rest:
    Type: AWS::ApiGatewayV2::Route
    Properties: { ApiId: !Ref Api, RouteKey: $default, Target: !Sub 'integrations/\${Backend}' }
  Stage:
    Type: AWS::ApiGatewayV2::Stage
    Properties:
      ApiId: !Ref Api
      StageName: $default
      AutoDeploy: true
      RouteSettings: { 'GET /pets': { ThrottlingRateLimit: 5, ThrottlingBurstLimit: 10 } }
  Chat:
    Type: AWS::ApiGatewayV2::Api
    Properties: { Name: chat, ProtocolType: WEBSOCKET, RouteSelectionExpression: $request.body.action }
  Connect: { Type: 'AWS::ApiGatewayV2::Route', Properties: { ApiId: !Ref Chat, RouteKey: $connect, AuthorizationType: AWS_IAM } }
  Quick:
    Type: AWS::ApiGatewayV2::Api
    Properties: { Name: quick, ProtocolType: HTTP, Target: 'https://quick.example' }
`;

export const SAM = `
Transform: AWS::Serverless-2016-10-31
Globals:
  Api:
    Auth:
      DefaultAuthorizer: Pool
      Authorizers:
        Pool: { UserPoolArn: 'arn:aws:cognito-idp:us-east-1:111122223333:userpool/us-east-1_a' }
        Token: { FunctionArn: !GetAtt AuthFn.Arn, Identity: { Header: X-Token, ReauthorizeEvery: 30 } }
Resources:
  Shop:
    Type: AWS::Serverless::Api
    Properties:
      StageName: prod
      Cors: "'*'"
      Domain: { DomainName: shop.health.example, CertificateArn: 'arn:aws:acm:us-east-1:1:certificate/c', BasePath: [v1, v2] }
      Auth: { UsagePlan: { CreateUsagePlan: PER_API, Quota: { Limit: 5, Period: DAY } } }
  Orders:
    Type: AWS::Serverless::Function
    Properties:
      Events:
        List: { Type: Api, Properties: { Path: /orders, Method: get, RestApiId: !Ref Shop } }
        Make:
          Type: Api
          Properties: { Path: /orders, Method: post, RestApiId: !Ref Shop, Auth: { Authorizer: Token, ApiKeyRequired: true } }
        Health: { Type: Api, Properties: { Path: /health, Method: any, RestApiId: !Ref Shop, Auth: { Authorizer: NONE } } }
        Implicit: { Type: Api, Properties: { Path: /inside, Method: get } }
        Web: { Type: HttpApi, Properties: { Path: /web, Method: GET } }
        All: { Type: HttpApi }
        Timer: { Type: Schedule, Properties: { Schedule: rate(1 day) } }
  AuthFn: { Type: 'AWS::Serverless::Function', Properties: {} }
`;
