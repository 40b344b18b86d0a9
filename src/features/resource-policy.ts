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
    const isOpen = constructs.map((_, index) => isForAll(statements[index], api.stage.name));
    return {
      ...NOTHING,
      findings: constructs.flatMap(({ at }, index) =>
        isOpen[index] === true ? [] : [report(resourcePolicy, 'RESOURCE-POLICY', at, described(statements[index]))],
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

/** Allows everybody everything of the stage: the same as no policy. A narrower resource refuses the rest, so it is not that. */
function isForAll(statement: unknown, stage: string): boolean {
  if (statement === null || typeof statement !== 'object') return false;
  const { Effect, Principal, Action, Resource, Condition, ...others } = statement as Record<string, unknown>;
  const isEverybody = Principal === '*' || JSON.stringify(Principal) === '{"AWS":"*"}';
  const isWhole = [Resource].flat().some((resource) => typeof resource === 'string' && coversStage(resource, stage));
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

/** `*`, `execute-api:/*`, the API's whole ARN, or all methods and paths of the stage. */
function coversStage(resource: string, stage: string): boolean {
  const [, tail] = /^(?:execute-api:|arn:aws[\w-]*:execute-api:[^/]*)\/(.+)$/.exec(resource) ?? [];
  const [first, ...rest] = (tail ?? '').split('/');
  return (
    resource === '*' || ((first === '*' || (first === stage && rest.length > 0)) && rest.every((part) => part === '*'))
  );
}

const MOST_CHARACTERS = 300;

/** A statement in words: effect, action, resources, whom, and when. */
function described(statement: unknown): string {
  if (statement === null || typeof statement !== 'object') return 'it cannot be read';
  const { Effect, Principal, NotPrincipal, Action, NotAction, Resource, NotResource, Condition } =
    statement as Readonly<Record<string, unknown>>;
  const list = (value: unknown, not: unknown): string =>
    value === undefined ? `all but ${textOf(not)}` : textOf(value);
  const whom = Principal === '*' ? 'everybody' : list(Principal, NotPrincipal);
  const when = Object.entries((Condition ?? {}) as Readonly<Record<string, unknown>>).map(
    ([operator, of]) => `${operator} ${textOf(of)}`,
  );
  const words = `${textOf(Effect)} ${list(Action, NotAction)} on ${list(Resource, NotResource)} for ${whom}`;
  return `${words}${when.length > 0 ? ` when ${when.join(' and ')}` : ''}`.slice(0, MOST_CHARACTERS);
}

const textOf = (value: unknown): string =>
  Array.isArray(value)
    ? value.map(textOf).join(', ')
    : value !== null && typeof value === 'object'
      ? Object.entries(value)
          .map(([name, item]) => `${name} ${textOf(item)}`)
          .join(', ')
      : String(value);
