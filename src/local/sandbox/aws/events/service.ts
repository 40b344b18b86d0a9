import { jsonService, type Input } from '../json-service.ts';
import { pageOf, sizeOf } from '../paging.ts';
import type { AwsService } from '../service.ts';
import type { AwsState } from '../state.ts';
import { AwsError } from '../wire.ts';
import type { EventRuleState } from './state.ts';

/** EventBridge: rules that react to API Gateway's events. */
export function events(state: AwsState): AwsService {
  return jsonService({
    name: 'events',
    version: '1.1',
    operations: {
      ListRules: (input) => {
        const prefix = (input['NamePrefix'] as string | undefined) ?? '';
        const rules = rulesOf(state, input).map(({ rule }) => rule);
        const { items, next } = page(
          rules.filter(({ Name }) => Name?.startsWith(prefix)),
          input,
        );
        return { Rules: items, NextToken: next };
      },
      ListTargetsByRule: (input) => {
        const name = String(input['Rule']);
        const found = rulesOf(state, input).find(({ rule }) => rule.Name === name);
        if (!found)
          throw new AwsError('ResourceNotFoundException', `Rule ${name} does not exist on EventBus ${busOf(input)}.`);
        const { items, next } = page(found.targets, input);
        return { Targets: items, NextToken: next };
      },
    },
  });
}

/** The bus asked for, by name or ARN. */
const busOf = (input: Input): string =>
  ((input['EventBusName'] as string | undefined) ?? 'default').split('/').at(-1) ?? '';

function rulesOf({ eventRules }: AwsState, input: Input): readonly EventRuleState[] {
  const bus = busOf(input);
  const rules = eventRules.filter(({ rule }) => (rule.EventBusName ?? 'default') === bus);
  if (rules.length === 0 && bus !== 'default')
    throw new AwsError('ResourceNotFoundException', `Event bus ${bus} does not exist.`);
  return rules;
}

function page<T>(items: readonly T[], input: Input): ReturnType<typeof pageOf<T>> {
  const refuse = (): AwsError => new AwsError('ValidationException', 'Invalid Limit or NextToken.');
  const size = sizeOf(input['Limit'], { most: 100 }, refuse);
  return pageOf(items, input['NextToken'] as string | undefined, size, refuse);
}
