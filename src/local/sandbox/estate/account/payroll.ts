import { emptyAwsState, type AwsState } from '../../aws/state.ts';
import { addHttpApi } from '../stage.ts';

export const PAYROLL_ACCOUNT = '444455556666';

/** The HTTP API "payroll": another department's. */
const PAYROLL = {
  openapi: '3.0.1',
  info: { title: 'payroll', version: '1.0' },
  paths: {
    '/slips': {
      get: {
        'responses': { default: { description: 'ok' } },
        'x-amazon-apigateway-integration': {
          type: 'http_proxy',
          httpMethod: 'GET',
          uri: 'http://payroll.backends.health.example/slips',
          payloadFormatVersion: '1.0',
        },
      },
    },
  },
};

/** Another account of the same organisation; its roles can be assumed. */
export function payrollAccount(): AwsState {
  const aws = emptyAwsState(PAYROLL_ACCOUNT);
  addHttpApi(aws, JSON.stringify(PAYROLL));
  aws.resourceIndex = 'LOCAL';
  return aws;
}
