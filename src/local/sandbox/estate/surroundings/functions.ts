import type { FunctionState } from '../../aws/lambda/state.ts';
import type { AwsState } from '../../aws/state.ts';
import { UPDATE_LAMBDA, USER_POOL } from '../definitions.ts';
import { addLogGroup, arnOf, BUILT_AT } from './account.ts';
import { APP_GROUP, APP_SUBNETS, VPC } from './network.ts';

/** The estate's functions: behind the REST API, and in the sign-in of the user pool. */
export function addFunctions(aws: AwsState, patientRecordsId: string): void {
  const source = arnOf(aws, 'execute-api', `${patientRecordsId}/*/POST/patients`);
  addFunction(aws, 'patient-record-update', policyOf('apigateway.amazonaws.com', UPDATE_LAMBDA, source), {
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
    configuration: {
      Description: 'Writes changes of patient records',
      MemorySize: 512,
      Timeout: 15,
      Environment: { Variables: { TABLE: 'patient-records', AUDIT_TOKEN: 'sample-secret-of-the-audit-log' } },
      VpcConfig: { VpcId: VPC, SubnetIds: [...APP_SUBNETS], SecurityGroupIds: [APP_GROUP] },
      TracingConfig: { Mode: 'Active' },
    },
  });
  const pool = arnOf(aws, 'cognito-idp', `userpool/${USER_POOL}`);
  const claims = arnOf(aws, 'lambda', 'function:clinic-claims');
  addFunction(aws, 'clinic-claims', policyOf('cognito-idp.amazonaws.com', claims, pool), {
    configuration: { Description: 'Adds the clinic to the tokens of the user pool' },
  });
}

/** Adds a function that API Gateway may invoke for what `source` names: an ARN of execute-api. */
export function addInvokedFunction(
  aws: AwsState,
  name: string,
  description: string,
  source: string,
  aliases: readonly string[] = [],
): void {
  const policy = policyOf('apigateway.amazonaws.com', arnOf(aws, 'lambda', `function:${name}`), source);
  addFunction(aws, name, policy, { configuration: { Description: description }, aliases });
}

function addFunction(aws: AwsState, name: string, policy: string, more: Partial<FunctionState>): void {
  const { configuration, aliases = [], urls = [] } = more;
  addLogGroup(aws, `/aws/lambda/${name}`, 52_428_800, 14);
  aws.functions.set(name, {
    configuration: {
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
      ...configuration,
    },
    policy,
    aliases,
    urls,
  });
}

/** Lets a service invoke a function on behalf of one resource. */
function policyOf(service: string, functionArn: string, source: string): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Id: 'default',
    Statement: [
      {
        Sid: `invoked-by-${service.split('.')[0]}`,
        Effect: 'Allow',
        Principal: { Service: service },
        Action: 'lambda:InvokeFunction',
        Resource: functionArn,
        Condition: { ArnLike: { 'AWS:SourceArn': source } },
      },
    ],
  });
}
