import type { AwsApi } from '../model/aws.ts';
import { constructsOf } from '../model/construct.ts';
import { defineFeature, enter, report, NOTHING } from './feature.ts';

/** Statements of a REST API's resource policy: who may call at all, so one that is not understood blocks (docs: mapping, B3). */
export const resourcePolicy = defineFeature({
  id: 'resource-policy',
  fidelity: 'U',
  claims: ['resource-policy-statement'],
  findings: {
    'RESOURCE-POLICY': {
      severity: 'blocker',
      message: 'The resource policy decides who may call, and this statement is not carried: {detail}.',
      awsBehaviour: 'Callers are told apart by address, network, account or time.',
      apimBehaviour: 'Nothing is planned that would refuse the same callers.',
      remedy: 'Replace the statement by a control that API Management has, or take the API out of the wave.',
    },
  },
  translate(api) {
    const constructs = constructsOf(api).filter(({ kind }) => kind === 'resource-policy-statement');
    const statements = statementsOf(api);
    const isOpen = constructs.map((_, index) => isForAll(statements[index]));
    return {
      ...NOTHING,
      findings: constructs.flatMap(({ at }, index) =>
        isOpen[index] === true
          ? []
          : [
              report(
                resourcePolicy,
                'RESOURCE-POLICY',
                at,
                (JSON.stringify(statements[index]) ?? 'it cannot be read').slice(0, 300),
              ),
            ],
      ),
      entries: constructs.flatMap((construct, index) =>
        enter('resource-policy', [construct], isOpen[index] === true ? 'translated' : 'blocked'),
      ),
    };
  },
});

function statementsOf({ policy = '' }: AwsApi): readonly unknown[] {
  try {
    const { Statement } = JSON.parse(policy) as { Statement?: unknown };
    return Array.isArray(Statement) ? Statement : [Statement];
  } catch {
    return [];
  }
}

/** Allows everybody everything: the same as no policy. A narrower resource refuses the rest, so it is not that. */
function isForAll(statement: unknown): boolean {
  if (statement === null || typeof statement !== 'object') return false;
  const { Effect, Principal, Action, Resource, Condition, ...others } = statement as Record<string, unknown>;
  const isEverybody = Principal === '*' || JSON.stringify(Principal) === '{"AWS":"*"}';
  const [resource] = [Resource].flat();
  const isWhole =
    typeof resource === 'string' && /^(\*|execute-api:\/\*|arn:aws:execute-api:[^/]*\/\*)$/.test(resource);
  const unknown = Object.keys(others).filter((name) => name !== 'Sid');
  return (
    Effect === 'Allow' &&
    isEverybody &&
    [Action].flat().some((action) => action === 'execute-api:Invoke' || action === '*') &&
    isWhole &&
    (Condition === undefined || JSON.stringify(Condition) === '{}') &&
    unknown.length === 0
  );
}
