import type { Rule } from '@aws-sdk/client-eventbridge';
import type { AwsEventRule } from '../../../model/aws-account.ts';
import type { SourceReading } from './source-reading.ts';

/** Rules of EventBridge that events of API Gateway set off. */
export async function readEventRules(reading: SourceReading): Promise<readonly AwsEventRule[]> {
  const { ListRulesCommand } = await import('@aws-sdk/client-eventbridge');
  const client = await reading.clients.eventBridge(reading.scope);
  const read = reading.readOf({ action: 'events:ListRules', resource: '*', severity: 'review' });
  const found = await reading.allOrGap(read, async (NextToken) => {
    const answer = await client.send(new ListRulesCommand({ NextToken }));
    return { items: answer.Rules, next: answer.NextToken };
  });
  const rules: AwsEventRule[] = [];
  for (const rule of found.filter(({ EventPattern = '' }) =>
    /"aws\.apigateway"|apigateway\.amazonaws\.com/.test(EventPattern),
  ))
    rules.push({
      at: { arn: rule.Arn ?? '', pointer: '' },
      name: rule.Name ?? '',
      pattern: rule.EventPattern ?? '',
      state: rule.State ?? '',
      targets: await readTargets(reading, rule),
    });
  return rules;
}

async function readTargets(reading: SourceReading, { Name, Arn = '' }: Rule): Promise<readonly string[]> {
  const { ListTargetsByRuleCommand } = await import('@aws-sdk/client-eventbridge');
  const client = await reading.clients.eventBridge(reading.scope);
  const read = reading.readOf({ action: 'events:ListTargetsByRule', resource: Arn, severity: 'review' });
  const found = await reading.allOrGap(read, async (NextToken) => {
    const answer = await client.send(new ListTargetsByRuleCommand({ Rule: Name, NextToken }));
    return { items: answer.Targets, next: answer.NextToken };
  });
  return found.flatMap(({ Arn: target }) => target ?? []);
}
