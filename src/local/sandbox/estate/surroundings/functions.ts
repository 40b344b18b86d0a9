import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import type { AwsState } from '../../aws/state.ts';
import { UPDATE_LAMBDA, USER_POOL } from '../definitions.ts';
import { arnOf, BUILT_AT } from './account.ts';
import { APP_GROUP, APP_SUBNETS, VPC } from './network.ts';

const SERVICE_INTEGRATION = 'Allow API Gateway to invoke it for one method';

/** The estate's functions: behind the REST API, and in the sign-in of the user pool. */
export function addFunctions(aws: AwsState, patientRecordsId: string): void {
  const update = nameOf(UPDATE_LAMBDA);
  aws.functions.set(update, {
    configuration: {
      ...configuration(aws, update),
      Description: 'Writes changes of patient records',
      MemorySize: 512,
      Timeout: 15,
      Environment: { Variables: { TABLE: 'patient-records', AUDIT_TOKEN: 'sample-secret-of-the-audit-log' } },
      VpcConfig: { VpcId: VPC, SubnetIds: [...APP_SUBNETS], SecurityGroupIds: [APP_GROUP] },
      TracingConfig: { Mode: 'Active' },
    },
    policy: policyOf(
      SERVICE_INTEGRATION,
      'apigateway.amazonaws.com',
      UPDATE_LAMBDA,
      arnOf(aws, 'execute-api', `${patientRecordsId}/*/POST/patients`),
    ),
    aliases: ['live'],
    urls: [
      {
        FunctionUrl: `https://h4k2p6v7w3q5x2z7m6r4t8y1.lambda-url.${aws.region}.on.aws/`,
        FunctionArn: UPDATE_LAMBDA,
        AuthType: 'AWS_IAM',
        InvokeMode: 'BUFFERED',
        CreationTime: BUILT_AT.toISOString(),
        LastModifiedTime: BUILT_AT.toISOString(),
      },
    ],
  });
  const claims = 'clinic-claims';
  aws.functions.set(claims, {
    configuration: { ...configuration(aws, claims), Description: 'Adds the clinic to the tokens of the user pool' },
    policy: policyOf(
      'Allow the user pool to invoke it',
      'cognito-idp.amazonaws.com',
      arnOf(aws, 'lambda', `function:${claims}`),
      arnOf(aws, 'cognito-idp', `userpool/${USER_POOL}`),
    ),
    aliases: [],
    urls: [],
  });
}

const nameOf = (arn: string): string => arn.split(':').at(-1) ?? '';

function configuration(aws: AwsState, name: string): FunctionConfiguration {
  return {
    FunctionName: name,
    FunctionArn: arnOf(aws, 'lambda', `function:${name}`),
    Runtime: 'nodejs22.x',
    Role: `arn:aws:iam::${aws.accountId}:role/${name}`,
    Handler: 'index.handler',
    CodeSize: 48_221,
    Timeout: 3,
    MemorySize: 128,
    LastModified: BUILT_AT.toISOString().replace('Z', '+0000'),
    Version: '$LATEST',
    PackageType: 'Zip',
    Architectures: ['arm64'],
    State: 'Active',
    LastUpdateStatus: 'Successful',
    LoggingConfig: { LogFormat: 'JSON', LogGroup: `/aws/lambda/${name}` },
  };
}

function policyOf(sid: string, principal: string, resource: string, source: string): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Id: 'default',
    Statement: [
      {
        Sid: sid.replaceAll(' ', '-'),
        Effect: 'Allow',
        Principal: { Service: principal },
        Action: 'lambda:InvokeFunction',
        Resource: resource,
        Condition: { ArnLike: { 'AWS:SourceArn': source } },
      },
    ],
  });
}
