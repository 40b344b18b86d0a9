import type { AwsApi } from '../model/aws.ts';
import * as cs from '../csharp/build.ts';
import type { Expression } from '../csharp/expression.ts';
import { choose, validateContent } from '../policy/build.ts';
import type { PolicyNode } from '../policy/tree.ts';
import { bodyChecks, schemaId, schemaResource, type BodyCheck } from './body-checks.ts';
import { bodyValidation, REFUSE_LARGER } from './choices/body-validation.ts';
import { contentTypeIs } from './content-type.ts';
import { defineFeature, NOTHING, type PolicyContribution } from './feature.ts';
import { gatewayAnswer } from './gateway-answer.ts';
import { enterChosen } from './route-choice.ts';
import { validation } from './route-parts.ts';
import { isNative, optionOf, type RoutePlan } from './handling.ts';
import { checkedBy, type Checked, type RequiredParameter } from './validator-checks.ts';

/** Bytes of a body that validate-content reads (Microsoft Learn, read 2026-11-29). */
const MOST_BYTES = 102_400;

/**
 * Required headers and query parameters of natively translated routes: there and not blank, whatever their value (docs: mapping, B1).
 * The policy of API Management would refuse what is sent twice, so that the check is our own and the refusal reads as before. Bodies
 * come after parameters (recorded 2024-01-10): one that is not there is refused, the others are held to the model of their type.
 */
export const requestValidator = defineFeature({
  id: 'request-validator',
  fidelity: 'C',
  claims: ['validator-attachment'],
  findings: {},
  translate(api, { routes }) {
    const checked = routes.filter((plan) => isNative(plan) && plan.route.requestValidatorId !== undefined);
    const bodies = checked.map((plan) => ({ plan, checks: checksOf(plan, api) }));
    const schema = schemaResource(
      api,
      bodies.flatMap(({ checks }) => checks),
    );
    const from = bodies.filter(({ checks }) => checks.length > 0).map(({ plan }) => plan.route.at);
    return {
      ...NOTHING,
      resources: schema === undefined ? [] : [{ ...schema, from }],
      policies: bodies.flatMap(({ plan, checks }) => policiesOf(plan, checks, api)),
      entries: checked.flatMap((plan) =>
        enterChosen('request-validator', plan, validation(plan.route), columnOf(plan)),
      ),
    };
  },
});

const columnOf = (plan: RoutePlan) => (optionOf(plan, bodyValidation.code) === undefined ? 'translated' : 'differs');

function checksOf({ route }: RoutePlan, api: AwsApi): readonly BodyCheck[] {
  const checks = bodyChecks(route, api);
  return typeof checks === 'string' ? [] : checks;
}

function policiesOf(plan: RoutePlan, bodies: readonly BodyCheck[], api: AwsApi): readonly PolicyContribution[] {
  const operationIds = plan.operations.map(({ id }) => id);
  const nodes = [...parameterNodes(plan, api), ...bodies.map((check) => bodyNode(check, plan, api))];
  if (nodes.length === 0) return [];
  const refused = gatewayAnswer(api, 'BAD_REQUEST_BODY');
  const isRefused = cs.binary('==', cs.context('LastError', 'Source'), 'validate-content');
  const answer = choose([{ condition: isRefused, policies: [refused] }]);
  return [
    { operationIds, section: 'inbound', place: 'validation', nodes },
    ...(bodies.length === 0
      ? []
      : [{ operationIds, section: 'onError' as const, place: 'validation' as const, nodes: [answer] }]),
  ];
}

/** The media type is told as API Gateway does, so that no parameter of it leads past the check. */
function bodyNode({ contentType, component }: BodyCheck, plan: RoutePlan, api: AwsApi): PolicyNode {
  const isMissing = cs.binary('==', cs.context('Request', 'Body'), cs.literal(null));
  return choose([
    {
      condition: cs.all([contentTypeIs(contentType), isMissing]),
      policies: [gatewayAnswer(api, 'BAD_REQUEST_BODY')],
    },
    {
      condition: contentTypeIs(contentType),
      policies: [
        validateContent({
          contentType,
          schemaId: schemaId(api),
          schemaRef: `#/components/schemas/${component}`,
          maxSize: MOST_BYTES,
          whenLarger: optionOf(plan, bodyValidation.code) === REFUSE_LARGER ? 'prevent' : 'ignore',
        }),
      ],
    },
  ]);
}

function parameterNodes({ route }: RoutePlan, api: AwsApi): readonly PolicyNode[] {
  const checks = checkedBy(route, api);
  if (checks === undefined || checks === 'unread' || checks.required.length === 0) return [];
  const missing = checks.required.map(({ place, name }) => cs.conditional(isBlank(place, name), name, ''));
  return [choose([{ condition: anyBlank(checks), policies: [refusal(api, missing)] }])];
}

function valueOf(place: RequiredParameter['place'], name: string): Expression {
  return place === 'header' ? cs.requestHeader(name) : cs.queryParameter(name);
}

const isBlank = (place: RequiredParameter['place'], name: string): Expression =>
  cs.call(cs.named('string'), 'IsNullOrWhiteSpace', valueOf(place, name));

const anyBlank = ({ required }: Checked): Expression => cs.any(required.map(({ place, name }) => isBlank(place, name)));

function refusal(api: AwsApi, missing: readonly Expression[]) {
  const names = cs.call(
    cs.stringArray(...missing),
    'Where',
    cs.lambda('name', (name) => cs.binary('!=', name, '')),
  );
  const list = cs.call(cs.named('string'), 'Join', ', ', names);
  return gatewayAnswer(
    api,
    'BAD_REQUEST_PARAMETERS',
    cs.concatenation('Missing required request parameters: [', list, ']'),
  );
}
