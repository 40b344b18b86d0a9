import * as cs from '../csharp/build.ts';
import type { Expression } from '../csharp/expression.ts';
import type { AwsAccess } from '../model/run.ts';
import type { ApimTier } from '../model/tier.ts';
import {
  cacheLookupValue,
  cacheStoreValue,
  choose,
  managedIdentityToken,
  sendRequest,
  setVariable,
} from '../policy/build.ts';
import type { PolicyElement } from '../policy/tree.ts';
import type { ResourceContribution } from './feature.ts';
import { shortHash } from './operations.ts';
import type { SigningCredentials } from './sigv4.ts';

/** Credentials for AWS as policies have them: what fetches them, what they are then, and what the service needs for that. */
export interface AwsCredentials {
  /** Of the inbound section. */
  readonly policies: readonly PolicyElement[];
  readonly credentials: SigningCredentials;
  /** Named values, which all APIs of the service share. */
  readonly shared: readonly Omit<ResourceContribution, 'from'>[];
}

export interface AccessTerms {
  readonly access: AwsAccess;
  readonly region: string;
  /** Name of the run's Key Vault. */
  readonly keyVault: string;
  readonly tier: ApimTier;
  /** What answers the caller when AWS gives no credentials. */
  readonly refusal: PolicyElement;
}

/** As the run says: temporary ones of a role, or an access key that Key Vault keeps. */
export function awsCredentials(terms: AccessTerms): AwsCredentials {
  const { access } = terms;
  return 'roleArn' in access ? ofRole(access, terms) : ofAccessKey(access, terms.keyVault);
}

type AccessKey = Extract<AwsAccess, { accessKeyIdSecret: string }>;
type Role = Extract<AwsAccess, { roleArn: string }>;

const KEY_ID = 'crossgate-aws-access-key-id';
const SECRET_KEY = 'crossgate-aws-secret-access-key';

function ofAccessKey(access: AccessKey, keyVault: string): AwsCredentials {
  return {
    policies: [],
    credentials: { accessKeyId: cs.namedValue(KEY_ID), secretAccessKey: cs.namedValue(SECRET_KEY) },
    shared: [
      vaulted(KEY_ID, access.accessKeyIdSecret, keyVault),
      vaulted(SECRET_KEY, access.secretAccessKeySecret, keyVault),
    ],
  };
}

/** A named value whose text is read from the vault, by the service's own identity; without a version it follows rotations. */
function vaulted(name: string, secret: string, keyVault: string): AwsCredentials['shared'][number] {
  const secretIdentifier = `https://${keyVault}.vault.azure.net/secrets/${secret}`;
  return {
    path: `namedValues/${name}`,
    properties: { displayName: name, secret: true, keyVault: { secretIdentifier } },
  };
}

/** STS's default; roles may allow more. */
const LIFETIME_SECONDS = 3600;
/** So long credentials are used: calls that begin at the end of it find them good for minutes more. */
const KEPT_SECONDS = 3000;
const STS_TIMEOUT_MS = 10_000;

/**
 * AssumeRoleWithWebIdentity (AWS STS API reference, 2026-11-29) with a token of the service's managed identity. The call itself is not
 * signed. Its answer is read as XML, the documented form. Three texts without blanks are kept as one.
 */
function ofRole({ roleArn, audience }: Role, { region, tier, refusal }: AccessTerms): AwsCredentials {
  const name = 'aws-credentials';
  const kept = cs.variableOrNull(name);
  const answer = cs.variable('aws-sts-answer', 'IResponse');
  const part = (at: number): Expression => cs.index(cs.split(cs.variable(name, 'string'), ' '), at);
  const key = `crossgate-aws-${shortHash(`${roleArn} ${audience}`, 16)}`;
  // The Consumption tier has no cache of its own: each request asks STS there, unless an external cache is connected.
  const cachingType = tier === 'Consumption' ? 'prefer-external' : 'internal';
  const result = cs.concatenation(
    between(answer, 'AccessKeyId'),
    ' ',
    between(answer, 'SecretAccessKey'),
    ' ',
    between(answer, 'SessionToken'),
  );
  const fetching = [
    managedIdentityToken(audience, 'aws-identity-token'),
    sendRequest({
      responseVariableName: 'aws-sts-answer',
      url: `https://sts.${region}.amazonaws.com/`,
      method: 'POST',
      headers: [['Content-Type', 'application/x-www-form-urlencoded']],
      body: assumeRole(roleArn),
      timeoutMs: STS_TIMEOUT_MS,
      ignoreError: false,
    }),
    choose([{ condition: cs.binary('!=', cs.member(answer, 'StatusCode'), 200), policies: [refusal] }]),
    setVariable(name, result),
    cacheStoreValue(key, cs.variable(name, 'string'), KEPT_SECONDS, cachingType),
  ];
  return {
    policies: [
      cacheLookupValue(key, name, { cachingType }),
      choose([{ condition: cs.call(cs.named('string'), 'IsNullOrEmpty', kept), policies: fetching }]),
    ],
    credentials: { accessKeyId: part(0), secretAccessKey: part(1), sessionToken: part(2) },
    shared: [],
  };
}

function assumeRole(roleArn: string): Expression {
  const fixed = new URLSearchParams({
    Action: 'AssumeRoleWithWebIdentity',
    Version: '2011-06-15',
    DurationSeconds: String(LIFETIME_SECONDS),
    RoleArn: roleArn,
    RoleSessionName: 'api-management',
  });
  const token = cs.call(cs.named('Uri'), 'EscapeDataString', cs.variable('aws-identity-token', 'string'));
  return cs.concatenation(`${fixed.toString()}&WebIdentityToken=`, token);
}

/** Text of an element that the answer has once. */
function between(answer: Expression, element: string): Expression {
  const after = cs.index(cs.split(cs.answerText(answer), `<${element}>`), 1);
  return cs.index(cs.split(after, `</${element}>`), 0);
}
