import type { AwsAlarm, AwsWebAcl } from '../../src/model/aws-account.ts';
import type { PlanWave } from '../../src/model/plan.ts';
import { apiWith, inventoryOf, stageWith } from '../features/fixture.ts';

const alarm = (changes: Partial<AwsAlarm>): AwsAlarm => ({
  at: { arn: 'arn:aws:cloudwatch:us-east-1:111122223333:alarm:errors', pointer: '' },
  name: 'errors',
  metric: '5XXError',
  dimensions: {},
  statistic: 'Sum',
  period: 60,
  evaluationPeriods: 5,
  threshold: 7.5,
  comparison: 'GreaterThanThreshold',
  actions: [],
  ...changes,
});
const acl: AwsWebAcl = {
  at: { arn: 'arn:aws:wafv2:us-east-1:111122223333:regional/webacl/edge/1', pointer: '' },
  arn: 'arn:aws:wafv2:us-east-1:111122223333:regional/webacl/edge/1',
  name: 'edge',
  defaultAction: 'Allow',
  rules: [],
  references: [],
};
const moving = apiWith([]);
const staying = apiWith([], {
  id: 'z9',
  name: 'Stays',
  at: { arn: 'arn:aws:apigateway:us-east-1::/restapis/z9', pointer: '' },
  stage: stageWith({ name: 'live' }),
});
/** An alarm that becomes an alert, one for too little traffic, a web ACL, an API that moves and one that stays. */
export const inventory = inventoryOf([moving, staying], {
  alarms: [
    alarm({}),
    alarm({ name: 'idle', metric: 'Count', comparison: 'LessThanThreshold', at: { arn: 'idle', pointer: '' } }),
  ],
  webAcls: [acl],
});
export const waves: readonly PlanWave[] = [
  {
    name: 'pilot',
    apis: [
      {
        apimId: 'orders',
        path: 'orders',
        unit: 'orders',
        name: 'Orders',
        source: { scope: 0, apiId: moving.id, stage: 'prod' },
      },
    ],
    hostnames: [],
  },
];
