import type { Credentials } from './authentication.ts';
import { queryProtocol } from './protocol.ts';
import { queryService, resultDocument } from './query-service.ts';
import type { AwsService } from './service.ts';
import { AwsError } from './wire.ts';
import { element, textElement } from './xml.ts';

const NAMESPACE = 'https://sts.amazonaws.com/doc/2011-06-15/';
const SESSION_MS = 3_600_000;

/** Security Token Service: who am I, and a role's temporary credentials, in any of the accounts that there are. */
export function sts(credentials: Credentials, accountIds: ReadonlySet<string>): AwsService {
  const assumeRole = (form: URLSearchParams): string => roleSession(credentials, accountIds, form);
  return queryService({
    name: 'sts',
    protocol: queryProtocol(NAMESPACE),
    respond: resultDocument(NAMESPACE),
    operations: {
      GetCallerIdentity: (_form, request) => {
        const principal = credentials.principalOf(request);
        return (
          textElement('Arn', principal?.arn) +
          textElement('UserId', principal?.userId) +
          textElement('Account', principal?.accountId)
        );
      },
      AssumeRole: assumeRole,
      AssumeRoleWithWebIdentity: (form) => {
        if (!form.get('WebIdentityToken')) throw new AwsError('InvalidIdentityToken', 'No identity token was given.');
        return assumeRole(form);
      },
    },
  });
}

/** Every role of an account that there is trusts everybody; one of another account trusts nobody. */
function roleSession(credentials: Credentials, accountIds: ReadonlySet<string>, form: URLSearchParams): string {
  const role = form.get('RoleArn') ?? '';
  const session = form.get('RoleSessionName') ?? '';
  const [, accountId, name] = /^arn:aws:iam::(\d{12}):role\/(.+)$/.exec(role) ?? [];
  if (accountId === undefined || !session)
    throw new AwsError('ValidationError', 'RoleArn and RoleSessionName are required.');
  if (!accountIds.has(accountId))
    throw new AwsError('AccessDenied', `Not authorized to perform: sts:AssumeRole on resource: ${role}`, 403);
  const arn = `arn:aws:sts::${accountId}:assumed-role/${name?.split('/').at(-1)}/${session}`;
  const userId = `AROACKCEVSQ6C2EXAMPLE:${session}`;
  const issued = credentials.issue({ accountId, arn, userId }, true);
  return (
    element(
      'Credentials',
      textElement('AccessKeyId', issued.accessKeyId) +
        textElement('SecretAccessKey', issued.secretAccessKey) +
        textElement('SessionToken', issued.sessionToken) +
        textElement('Expiration', new Date(Date.now() + SESSION_MS).toISOString()),
    ) + element('AssumedRoleUser', textElement('Arn', arn) + textElement('AssumedRoleId', userId))
  );
}
