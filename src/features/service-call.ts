import type { AwsApi, AwsIntegration } from '../model/aws.ts';
import * as cs from '../csharp/build.ts';
import type { Expression } from '../csharp/expression.ts';
import { choose, returnResponse, setBody, setHeader, setStatus, setVariable } from '../policy/build.ts';
import type { PolicyNode } from '../policy/tree.ts';
import { bodySource } from './body-source.ts';
import { property } from './function-event-parts.ts';
import { gatewayAnswer } from './gateway-answer.ts';
import { httpSource, type MappingScope } from './mapped-value.ts';
import type { TemplateUse } from './mapping-template.ts';
import { isUsualRegion } from './service-address.ts';

/** A call of an AWS service. */
export interface ServiceCall {
  /** As credential scopes name it: `sqs`. */
  readonly service: string;
  readonly region: string;
  readonly host: string;
  readonly method: string | Expression;
  /** As it is sent: encoded once. */
  readonly path: string | Expression;
  /** As it is sent: encoded, in the order of its names. */
  readonly query: string | Expression;
  /** All of them are signed. */
  readonly headers: readonly (readonly [name: string, value: string | Expression])[];
  /** Policies that leave the body in `service-request`, or refuse the caller's request. */
  readonly request: readonly PolicyNode[];
  /** Policies that make the caller's answer of `service-answer`. */
  readonly answer: readonly PolicyNode[];
  readonly templates: readonly TemplateUse[];
}

export const SERVICE_REQUEST = 'service-request';
export const SERVICE_ANSWER = 'service-answer';

/** An action of a service in the AWS JSON protocol, and those of its parameters that are texts. */
interface Action {
  readonly service: string;
  readonly hostPrefix?: string;
  readonly target: string;
  readonly version: '1.0' | '1.1';
  readonly required: readonly string[];
  readonly optional: readonly string[];
  /** Optional as well, and integers in JSON: only those are taken that are constant. */
  readonly integers?: readonly string[];
  /** Members begin with a small letter. */
  readonly isCamelCase?: true;
  /** The parameters are those of the one item of a list of this name. */
  readonly list?: string;
}

const sqs = { service: 'sqs', version: '1.0' } as const;
const states = { service: 'states', version: '1.0', isCamelCase: true } as const;

/**
 * API Gateway guide, integration subtype reference, and the services' own API references (2026-11-29). Not here: Kinesis-PutRecord, of
 * whose Data nobody says whether it is encoded; AppConfig, which speaks another protocol; SQS-ReceiveMessage, most of whose parameters
 * are lists. Time, Resources and attributes of messages are no texts: integrations that set them are not read.
 */
const ACTIONS: Readonly<Record<string, Action>> = {
  'SQS-SendMessage': {
    ...sqs,
    target: 'AmazonSQS.SendMessage',
    required: ['QueueUrl', 'MessageBody'],
    optional: ['MessageDeduplicationId', 'MessageGroupId'],
    integers: ['DelaySeconds'],
  },
  'SQS-DeleteMessage': {
    ...sqs,
    target: 'AmazonSQS.DeleteMessage',
    required: ['QueueUrl', 'ReceiptHandle'],
    optional: [],
  },
  'SQS-PurgeQueue': { ...sqs, target: 'AmazonSQS.PurgeQueue', required: ['QueueUrl'], optional: [] },
  'EventBridge-PutEvents': {
    service: 'events',
    target: 'AWSEvents.PutEvents',
    version: '1.1',
    required: ['Detail', 'DetailType', 'Source'],
    optional: ['EventBusName', 'TraceHeader'],
    list: 'Entries',
  },
  'StepFunctions-StartExecution': {
    ...states,
    target: 'AWSStepFunctions.StartExecution',
    required: ['StateMachineArn'],
    optional: ['Name', 'Input'],
  },
  'StepFunctions-StartSyncExecution': {
    ...states,
    hostPrefix: 'sync-',
    target: 'AWSStepFunctions.StartSyncExecution',
    required: ['StateMachineArn'],
    optional: ['Name', 'Input', 'TraceHeader'],
  },
  'StepFunctions-StopExecution': {
    ...states,
    target: 'AWSStepFunctions.StopExecution',
    required: ['ExecutionArn'],
    optional: ['Cause', 'Error'],
  },
};

/** The call that an HTTP API's first-class integration makes; undefined for one that cannot be read as a whole. */
export function serviceCall(integration: AwsIntegration, scope: MappingScope): ServiceCall | undefined {
  const { type, subtype = '', requestParameters, credentials } = integration;
  const action = Object.hasOwn(ACTIONS, subtype) ? ACTIONS[subtype] : undefined;
  if (action === undefined || type !== 'AWS_PROXY' || scope.api.type !== 'HTTP') return undefined;
  // With this the service is called by the caller's own identity, which API Management never has.
  if (credentials?.includes('*') === true || mapsAnswers(integration)) return undefined;
  const { Region: region = scope.api.region, ...parameters } = requestParameters;
  const read = readParameters(action, parameters, scope);
  if (read === undefined || !isUsualRegion(region)) return undefined;
  const { body, needed } = read;
  return {
    service: action.service,
    region,
    host: `${action.hostPrefix ?? ''}${action.service}.${region}.amazonaws.com`,
    // Every action of the protocol is a POST of the root (AWS JSON protocol, 2026-11-29).
    method: 'POST',
    path: '/',
    query: '',
    headers: [
      ['Content-Type', `application/x-amz-json-${action.version}`],
      ['X-Amz-Target', action.target],
    ],
    request: [...refuseMissing(needed, scope.api), setVariable(SERVICE_REQUEST, body)],
    answer: [passAnswer()],
    templates: [],
  };
}

/** EventBridge answers 200 to an event that it does not take: what cannot be taken is refused before. */
function refuseMissing(needed: readonly Expression[], api: AwsApi): readonly PolicyNode[] {
  if (needed.length === 0) return [];
  const condition = cs.any(needed.map((value) => cs.binary('==', value, '')));
  return [choose([{ condition, policies: [gatewayAnswer(api, 'BAD_REQUEST_PARAMETERS')] }])];
}

/** Refusals of the service reach the caller as well, as with API Gateway. */
function passAnswer(): PolicyNode {
  const answer = cs.variable(SERVICE_ANSWER, 'IResponse');
  const type = cs.call(cs.member(answer, 'Headers'), 'GetValueOrDefault', 'Content-Type', 'application/json');
  return returnResponse(
    setStatus(cs.member(answer, 'StatusCode'), cs.member(answer, 'StatusReason')),
    setHeader('Content-Type', [type]),
    setBody(cs.answerText(answer)),
  );
}

const mapsAnswers = ({ responses }: AwsIntegration): boolean =>
  responses.some(({ responseParameters }) => Object.keys(responseParameters).length > 0);

/** Path parameters by their own names, for who only asks whether an integration can be read. */
export function ownNames(path: string): Readonly<Record<string, string>> {
  return Object.fromEntries([...path.matchAll(/\{([^{}+]+)\+?\}/g)].map(([, name = '']) => [name, name]));
}

interface Parameters {
  /** The request as JSON text. */
  readonly body: Expression;
  /** What the action cannot do without, where the caller may leave it out. */
  readonly needed: readonly Expression[];
}

function readParameters(
  action: Action,
  parameters: AwsIntegration['requestParameters'],
  scope: MappingScope,
): Parameters | undefined {
  if (action.required.some((name) => (parameters[name] ?? '') === '')) return undefined;
  const always: Expression[] = [];
  const perhaps: Expression[] = [];
  const needed: Expression[] = [];
  for (const [name, source] of Object.entries(parameters)) {
    const value = valueOf(action, name, source, scope);
    if (value === undefined) return undefined;
    if (value === '') continue;
    const isRequired = action.required.includes(name);
    const member = action.isCamelCase === true ? `${name.charAt(0).toLowerCase()}${name.slice(1)}` : name;
    const isConstant = typeof value === 'string' || value.kind === 'integer';
    (isRequired || isConstant ? always : perhaps).push(property(member, value));
    if (isRequired && typeof value === 'object') needed.push(value);
  }
  return { body: cs.compactJson(listed(action, membersOf(always, perhaps))), needed };
}

function valueOf(action: Action, name: string, source: string, scope: MappingScope): string | Expression | undefined {
  if (action.integers?.includes(name) === true)
    return /^\d{1,9}$/.test(source) ? cs.literal(Number(source)) : undefined;
  if (!action.required.includes(name) && !action.optional.includes(name)) return undefined;
  return httpSource(source, scope, bodySource)?.value;
}

/** What a caller leaves out is left out: no service takes empty text for such a parameter. */
function membersOf(always: readonly Expression[], perhaps: readonly Expression[]): Expression {
  if (perhaps.length === 0) return cs.create('JObject', ...always);
  const isThere = cs.lambda('p', (p) => cs.binary('!=', cs.cast('string', cs.member(p, 'Value')), ''));
  return cs.create('JObject', ...always, cs.call(cs.arrayOf(...perhaps), 'Where', isThere));
}

const listed = ({ list }: Action, members: Expression): Expression =>
  list === undefined ? members : cs.create('JObject', property(list, cs.create('JArray', members)));
