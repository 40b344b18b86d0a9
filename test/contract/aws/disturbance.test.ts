import * as acm from '@aws-sdk/client-acm';
import * as apigateway from '@aws-sdk/client-api-gateway';
import * as apigatewayv2 from '@aws-sdk/client-apigatewayv2';
import * as cloudwatch from '@aws-sdk/client-cloudwatch';
import * as logs from '@aws-sdk/client-cloudwatch-logs';
import * as cognito from '@aws-sdk/client-cognito-identity-provider';
import * as ec2 from '@aws-sdk/client-ec2';
import * as elbv2 from '@aws-sdk/client-elastic-load-balancing-v2';
import * as events from '@aws-sdk/client-eventbridge';
import * as lambda from '@aws-sdk/client-lambda';
import * as explorer from '@aws-sdk/client-resource-explorer-2';
import * as route53 from '@aws-sdk/client-route-53';
import * as s3 from '@aws-sdk/client-s3';
import * as discovery from '@aws-sdk/client-servicediscovery';
import * as sts from '@aws-sdk/client-sts';
import * as wafv2 from '@aws-sdk/client-wafv2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DisturbanceKind } from '../../../src/local/sandbox/aws/disturbance.ts';
import { startEstateCloud, type EstateCloud } from './estate-cloud.ts';

interface Client {
  send(command: unknown): Promise<unknown>;
}
type Make = new (config: object) => Client;

/** The package of each service that can be disturbed, and its client. */
const CLIENTS: Readonly<Record<string, readonly [object, unknown]>> = {
  'acm': [acm, acm.ACMClient],
  'apigateway': [apigateway, apigateway.APIGatewayClient],
  'apigatewayv2': [apigatewayv2, apigatewayv2.ApiGatewayV2Client],
  'cloudwatch': [cloudwatch, cloudwatch.CloudWatchClient],
  'cognito-idp': [cognito, cognito.CognitoIdentityProviderClient],
  'ec2': [ec2, ec2.EC2Client],
  'elbv2': [elbv2, elbv2.ElasticLoadBalancingV2Client],
  'events': [events, events.EventBridgeClient],
  'lambda': [lambda, lambda.LambdaClient],
  'logs': [logs, logs.CloudWatchLogsClient],
  'resource-explorer-2': [explorer, explorer.ResourceExplorer2Client],
  'route53': [route53, route53.Route53Client],
  's3': [s3, s3.S3Client],
  'servicediscovery': [discovery, discovery.ServiceDiscoveryClient],
  'sts': [sts, sts.STSClient],
  'wafv2': [wafv2, wafv2.WAFV2Client],
};

/** Everything that stands in the path of some request; each operation takes its own of it. */
const PATH_PARTS =
  'restApiId resourceId stageName exportType authorizerId modelName deploymentId apiKey usagePlanId domainName ' +
  'resourceArn clientCertificateId httpMethod requestValidatorId ' +
  'responseType statusCode basePath vpcLinkId documentationPartId ' +
  'AuthorizerId ModelId DeploymentId VpcLinkId ' +
  'ApiId DomainName Specification OutputType RouteId IntegrationId ResourceArn StageName ' +
  'FunctionName HostedZoneId Id Bucket Key';
const INPUT = Object.fromEntries(PATH_PARTS.split(' ').map((name) => [name, 'x']));

let kind: DisturbanceKind | undefined;
let estate: EstateCloud;
beforeAll(async () => {
  estate = await startEstateCloud({ disturb: () => kind });
});
afterAll(() => estate.cloud.close());

/** What the SDK client of a service reports of an operation. */
async function failureOf(service: string, operation: string): Promise<{ name?: string; status?: number }> {
  const [sdk, make] = CLIENTS[service] ?? [];
  const Command = (sdk as Record<string, new (input: object) => unknown>)[`${operation}Command`];
  expect(Command, `${service} ${operation}`).toBeDefined();
  const client = new (make as Make)({ ...estate.client(), forcePathStyle: true, disableHostPrefix: true });
  try {
    await client.send(Command === undefined ? undefined : new Command(INPUT));
    return {};
  } catch (error) {
    const { name, $metadata } = error as { name: string; $metadata?: { httpStatusCode?: number } };
    return { name, status: $metadata?.httpStatusCode ?? 0 };
  }
}

const expected: Readonly<
  Record<Exclude<DisturbanceKind, 'skeleton'>, { readonly name: RegExp; readonly status: readonly number[] }>
> = {
  'denied': { name: /^(AccessDenied(Exception)?|UnauthorizedOperation)$/, status: [400, 403] },
  'unimplemented': {
    name: /^(UnknownOperationException|InvalidAction(Exception)?|NotImplemented)$/,
    status: [400, 404, 501],
  },
  'html-404': { name: /./, status: [404] },
  'html-500': { name: /./, status: [500] },
};

describe('every read operation of the simulated account', () => {
  it.each(Object.entries(expected))('can be made to fail: %s', async (disturbance, { name, status }) => {
    kind = disturbance as DisturbanceKind;
    for (const { service, operation } of estate.cloud.reads) {
      const failure = await failureOf(service, operation);
      // S3 tells by the status alone why HeadObject failed: its answers have no body.
      expect(failure.name, `${service} ${operation}`).toMatch(operation === 'HeadObject' ? /./ : name);
      expect(status, `${service} ${operation}`).toContain(failure.status);
    }
  });

  it('can be made to export nothing', async () => {
    const hollow = await startEstateCloud({ disturb: () => 'skeleton' });
    const rest = new apigateway.APIGatewayClient(hollow.client());
    const { items } = await rest.send(new apigateway.GetRestApisCommand({}));
    const asked = { restApiId: items?.[0]?.id, stageName: 'prod', exportType: 'oas30' };
    const { body } = await rest.send(new apigateway.GetExportCommand(asked));
    expect(JSON.parse(Buffer.from(body ?? []).toString())).toMatchObject({ openapi: '3.0.1', paths: {} });
    await hollow.cloud.close();
  });

  it('leaves the others alone', async () => {
    const disturbed = await startEstateCloud({
      disturb: (service, operation) => (service === 'apigateway' && operation === 'GetStages' ? 'denied' : undefined),
    });
    const rest = new apigateway.APIGatewayClient(disturbed.client());
    const { items } = await rest.send(new apigateway.GetRestApisCommand({}));
    const asked = new apigateway.GetStagesCommand({ restApiId: items?.[0]?.id });
    await expect(rest.send(asked)).rejects.toMatchObject({ name: 'AccessDeniedException' });
    const http = new apigatewayv2.ApiGatewayV2Client(disturbed.client());
    const { Items } = await http.send(new apigatewayv2.GetApisCommand({}));
    const stages = await http.send(new apigatewayv2.GetStagesCommand({ ApiId: Items?.[0]?.ApiId }));
    expect(stages.Items).toHaveLength(1);
    await disturbed.cloud.close();
  });
});
