import {
  GetFunctionConfigurationCommand,
  GetPolicyCommand,
  LambdaClient,
  ListFunctionUrlConfigsCommand,
} from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UPDATE_LAMBDA } from '../../../src/local/sandbox/estate/definitions.ts';
import { startEstateCloud, type EstateCloud } from './estate-cloud.ts';

let estate: EstateCloud;
let lambda: LambdaClient;
beforeAll(async () => {
  estate = await startEstateCloud();
  lambda = new LambdaClient(estate.client());
});
afterAll(() => estate.cloud.close());

describe('functions, by the SDK client of Lambda', () => {
  it('finds a function by name, by ARN and by alias', async () => {
    for (const FunctionName of ['patient-record-update', UPDATE_LAMBDA]) {
      const found = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
      expect(found).toMatchObject({ FunctionArn: UPDATE_LAMBDA, Timeout: 15, Runtime: 'nodejs22.x' });
    }
    const alias = { FunctionName: 'patient-record-update', Qualifier: 'live' };
    const { FunctionArn } = await lambda.send(new GetFunctionConfigurationCommand(alias));
    expect(FunctionArn).toBe(`${UPDATE_LAMBDA}:live`);
  });

  it('tells that API Gateway may invoke it for the one method', async () => {
    const { Policy } = await lambda.send(new GetPolicyCommand({ FunctionName: UPDATE_LAMBDA }));
    const { Statement } = JSON.parse(Policy ?? '') as { readonly Statement: readonly Record<string, unknown>[] };
    expect(Statement[0]).toMatchObject({ Principal: { Service: 'apigateway.amazonaws.com' } });
    const [apiId = ''] = estate.state.restApis.keys();
    expect(Policy).toContain(`execute-api:us-east-1:111122223333:${apiId}/*/POST/patients`);
  });

  it('tells the URL of the one function that has one', async () => {
    const urlsOf = async (FunctionName: string) =>
      (await lambda.send(new ListFunctionUrlConfigsCommand({ FunctionName }))).FunctionUrlConfigs;
    expect(await urlsOf(UPDATE_LAMBDA)).toMatchObject([{ AuthType: 'AWS_IAM' }]);
    expect(await urlsOf('clinic-claims')).toEqual([]);
  });

  it('refuses a function, an alias and a policy that are not there', async () => {
    const missing = { name: 'ResourceNotFoundException', $metadata: { httpStatusCode: 404 } };
    const none = new GetFunctionConfigurationCommand({ FunctionName: 'none' });
    await expect(lambda.send(none)).rejects.toMatchObject(missing);
    const alias = new GetFunctionConfigurationCommand({ FunctionName: 'clinic-claims', Qualifier: 'live' });
    await expect(lambda.send(alias)).rejects.toMatchObject(missing);
    const elsewhere = UPDATE_LAMBDA.replace('us-east-1', 'eu-west-1');
    await expect(lambda.send(new GetPolicyCommand({ FunctionName: elsewhere }))).rejects.toMatchObject(missing);
    const found = estate.state.functions.get('clinic-claims');
    estate.state.functions.set('unshared', { configuration: {}, aliases: [], urls: found?.urls ?? [] });
    await expect(lambda.send(new GetPolicyCommand({ FunctionName: 'unshared' }))).rejects.toMatchObject(missing);
  });
});
