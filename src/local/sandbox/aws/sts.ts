import type { Credentials } from './authentication.ts';
import { queryProtocol } from './protocol.ts';
import { queryService, resultDocument } from './query-service.ts';
import type { AwsService } from './service.ts';
import type { AwsState } from './state.ts';
import { AwsError } from './wire.ts';
import { element, textElement } from './xml.ts';

const NAMESPACE = 'https://sts.amazonaws.com/doc/2011-06-15/';
const SESSION_MS = 3_600_000;

/** Security Token Service: who am I, and a role's temporary credentials. */
export function sts(state: AwsState, credentials: Credentials): AwsService {
  return queryService({
    name: 'sts',
    protocol: queryProtocol(NAMESPACE),
    respond: resultDocument(NAMESPACE),
    operations: {
      GetCallerIdentity: () =>
        textElement('Arn', `arn:aws:iam::${state.accountId}:user/crossgate`) +
        textElement('UserId', 'AIDACKCEVSQ6C2EXAMPLE') +
        textElement('Account', state.accountId),
      AssumeRole: (form) => assumeRole(credentials, form),
      AssumeRoleWithWebIdentity: (form) => {
        if (!form.get('WebIdentityToken')) throw new AwsError('InvalidIdentityToken', 'No identity token was given.');
        return assumeRole(credentials, form);
      },
    },
  });
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
