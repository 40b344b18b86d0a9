import { BlockList, isIPv6 } from 'node:net';
import { methodArnOf, type GatewayCall, type GatewayWorld } from './call.ts';
import { evaluatePolicy, isRecord, listOf } from './execute-policy.ts';
import { Refusal, Unsimulated } from './refusal.ts';

/**
 * Holds a call without AWS credentials to the resource policy of its REST API. Its callers are told apart by their address only;
 * what is for principals of AWS is for nobody here (API Gateway guide, resource policies; read 2026-11-29).
 * @throws Refusal for a call that is denied, or that nothing allows; Unsimulated for other conditions
 */
export function checkResourcePolicy(call: GatewayCall, policy: string | undefined, world: GatewayWorld): void {
  if (policy === undefined) return;
  const arn = methodArnOf(call, world);
  const stages = arn.slice(0, arn.indexOf('/') + 1);
  const document = JSON.parse(policy) as Readonly<Record<string, unknown>>;
  const statements = listOf(document['Statement']).filter(isRecord).filter(isForEverybody);
  if (statements.length === 0) throw denied(arn, '');
  const whole = statements.map((statement) => ({
    ...statement,
    // API Gateway puts the API's own ARN before a path (guide, resource policy examples).
    Resource: listOf(statement['Resource']).map((each) => String(each).replace(/^execute-api:\//, stages)),
  }));
  const verdict = evaluatePolicy({ Statement: whole }, arn, (condition) =>
    isMet(condition, call.request.remoteAddress),
  );
  if (verdict === 'explicit deny') throw denied(arn, ' with an explicit deny');
  if (verdict === 'implicit deny') throw denied(arn, '');
}

function isForEverybody({ Principal: principal }: Readonly<Record<string, unknown>>): boolean {
  return listOf(isRecord(principal) ? principal['AWS'] : principal).includes('*');
}

function isMet(condition: unknown, address: string): boolean {
  if (condition === undefined) return true;
  return Object.entries(isRecord(condition) ? condition : {}).every(([operator, keys]) =>
    Object.entries(isRecord(keys) ? keys : {}).every(([key, ranges]) => {
      if (!/^(Not)?IpAddress$/.test(operator) || key.toLowerCase() !== 'aws:sourceip')
        throw new Unsimulated(`policy condition ${operator} ${key}`);
      return isIn(listOf(ranges).map(String), address) === (operator === 'IpAddress');
    }),
  );
}

function isIn(ranges: readonly string[], address: string): boolean {
  const list = new BlockList();
  for (const range of ranges) {
    const [base = '', length] = range.split('/');
    const family = isIPv6(base) ? 'ipv6' : 'ipv4';
    list.addSubnet(base, Number(length ?? (family === 'ipv6' ? 128 : 32)), family);
  }
  return list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}

/** The account is masked but for its last four digits (AWS re:Post on resource policies of API Gateway). */
function denied(arn: string, why: string): Refusal {
  const masked = arn.replace(/:\d{8}(\d{4}):/, ':********$1:');
  const message = `User: anonymous is not authorized to perform: execute-api:Invoke on resource: ${masked}${why}`;
  return new Refusal('ACCESS_DENIED', 403, message);
}
