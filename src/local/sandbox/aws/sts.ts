import type { SandboxRequest, SandboxResponse } from '../http-server.ts';
import type { Credentials } from './authentication.ts';
import type { AwsState } from './state.ts';
import { AwsError, element, textElement } from './wire.ts';

export const STS_NAMESPACE = 'https://sts.amazonaws.com/doc/2011-06-15/';
const SESSION_MS = 3_600_000;

/** Security Token Service as query and XML: who am I, and a role's temporary credentials. */
export function answerSts(state: AwsState, credentials: Credentials, request: SandboxRequest): SandboxResponse {
  const form = new URLSearchParams(request.body.toString('utf8'));
  const action = form.get('Action') ?? '';
  const result = perform(state, credentials, action, form);
  const metadata = element('ResponseMetadata', textElement('RequestId', '00000000-0000-4000-8000-000000000000'));
  return {
    status: 200,
    headers: { 'content-type': 'text/xml' },
    body: `<${action}Response xmlns="${STS_NAMESPACE}">${element(`${action}Result`, result)}${metadata}</${action}Response>`,
  };
}

function perform(state: AwsState, credentials: Credentials, action: string, form: URLSearchParams): string {
  switch (action) {
    case 'GetCallerIdentity':
      return (
        textElement('Arn', `arn:aws:iam::${state.accountId}:user/crossgate`) +
        textElement('UserId', 'AIDACKCEVSQ6C2EXAMPLE') +
        textElement('Account', state.accountId)
      );
    case 'AssumeRole':
      return assumeRole(credentials, form);
    case 'AssumeRoleWithWebIdentity':
      if (!form.get('WebIdentityToken')) throw new AwsError('InvalidIdentityToken', 'No identity token was given.');
      return assumeRole(credentials, form);
    default:
      throw new AwsError('InvalidAction', `Could not find operation ${action} for version 2011-06-15`);
  }
}

function assumeRole(credentials: Credentials, form: URLSearchParams): string {
  const role = form.get('RoleArn') ?? '';
  const session = form.get('RoleSessionName') ?? '';
  const parsed = /^arn:aws:iam::(\d{12}):role\/(.+)$/.exec(role);
  if (!parsed || !session) throw new AwsError('ValidationError', 'RoleArn and RoleSessionName are required.');
  const issued = credentials.issue(true);
  return (
    element(
      'Credentials',
      textElement('AccessKeyId', issued.accessKeyId) +
        textElement('SecretAccessKey', issued.secretAccessKey) +
        textElement('SessionToken', issued.sessionToken) +
        textElement('Expiration', new Date(Date.now() + SESSION_MS).toISOString()),
    ) +
    element(
      'AssumedRoleUser',
      textElement('Arn', `arn:aws:sts::${parsed[1]}:assumed-role/${parsed[2]}/${session}`) +
        textElement('AssumedRoleId', `AROACKCEVSQ6C2EXAMPLE:${session}`),
    )
  );
}
