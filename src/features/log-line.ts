import type { AwsApi } from '../model/aws.ts';
import * as cs from '../csharp/build.ts';
import type { Expression } from '../csharp/expression.ts';
import { contextValue } from './context-values.ts';

/** What API Gateway writes for a value that a request has not (API Gateway guide, access logs; read 2026-11-29). */
const NOTHING = '-';
const REFERENCE = /\$context\.([A-Za-z][\w.]*\w|[A-Za-z])/g;

/** A line of the access log as text or an expression, and the variables that API Management cannot tell. */
export interface LogLine {
  readonly line: string | Expression;
  readonly missing: readonly string[];
}

/**
 * The line of a format for each call: its text stays, each `$context` variable becomes what API Management knows of it. In a format that
 * is JSON values are escaped, so that each event is a JSON document.
 */
export function logLine(api: AwsApi, format: string): LogLine {
  const isJson = format.trimStart().startsWith('{');
  const missing = new Set<string>();
  const line = cs.filledText(format, REFERENCE, (name, whole) => {
    const value = valueOf(api, name, isJson);
    if (value === undefined) missing.add(whole);
    return value ?? NOTHING;
  });
  return { line, missing: [...missing] };
}

/** `context.Name?.Member`: what is not there at the time is a dash. */
function known(owner: string, name: string): Expression {
  return cs.binary('??', cs.memberOrNull(cs.context(owner), name), NOTHING);
}

/** Members that API Gateway fills in for callers who sign requests only, whose routes are not carried. */
const OF_SIGNERS = /^identity\.(caller|user|userArn|accountId|accessKey|cognito\w+|principalOrgId)$/;

function valueOf(api: AwsApi, name: string, isJson: boolean): string | Expression | undefined {
  const escaped = (value: Expression): Expression => (isJson ? jsonEscaped(value) : value);
  switch (name) {
    case 'status':
      return orNothing(cs.call(cs.memberOrNull(cs.context('Response'), 'StatusCode'), 'ToString'));
    case 'responseLength': {
      const headers = cs.memberOrNull(cs.context('Response'), 'Headers');
      return orNothing(cs.call(headers, 'GetValueOrDefault', 'Content-Length', NOTHING));
    }
    case 'requestTime':
      // Quoted, since the signs of dates and times follow the culture of the machine.
      return cs.call(cs.context('Timestamp'), 'ToString', "dd'/'MMM'/'yyyy':'HH':'mm':'ss' +0000'");
    case 'resourcePath':
      return known('Operation', 'UrlTemplate');
    case 'identity.apiKeyId':
      return known('Subscription', 'Id');
    case 'error.message':
      return escaped(known('LastError', 'Message'));
    case 'error.messageString':
      return cs.concatenation('"', jsonEscaped(known('LastError', 'Message')), '"');
    default:
      return OF_SIGNERS.test(name) ? NOTHING : ofRequest(api, name, escaped);
  }
}

const orNothing = (value: Expression): Expression => cs.binary('??', value, NOTHING);

function ofRequest(
  api: AwsApi,
  name: string,
  escaped: (value: Expression) => Expression,
): string | Expression | undefined {
  const value = contextValue(api, name);
  if (value === undefined || typeof value === 'string') return value;
  return /^(path|domainName|identity\.userAgent)$/.test(name) ? escaped(value) : value;
}

/** Quotes and backslashes; controls cannot stand in headers and addresses. */
function jsonEscaped(value: Expression): Expression {
  return cs.call(cs.call(value, 'Replace', '\\', '\\\\'), 'Replace', '"', '\\"');
}
