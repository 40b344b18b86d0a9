import type { Rule, Statement, WebACL } from '@aws-sdk/client-wafv2';
import type { AwsApi } from '../../../model/aws.ts';
import type { AwsWebAcl } from '../../../model/aws-account.ts';
import { below } from '../../../model/source-ref.ts';
import { asOnTheWire, readWebAclReference } from './web-acl-references.ts';
import type { SourceReading } from './source-reading.ts';

/** The web ACLs that stand before stages, with what their rules refer to. */
export async function readWebAcls(reading: SourceReading, apis: readonly AwsApi[]): Promise<readonly AwsWebAcl[]> {
  const arns = new Set(apis.flatMap(({ stage }) => stage.webAclArn ?? []));
  const acls: AwsWebAcl[] = [];
  for (const arn of arns) {
    const acl = await readWebAcl(reading, arn);
    if (acl !== undefined) acls.push(await webAclToModel(reading, acl, arn));
  }
  return acls;
}

async function readWebAcl(reading: SourceReading, arn: string): Promise<WebACL | undefined> {
  const read = reading.readOf({ action: 'wafv2:GetWebACL', resource: arn });
  const [, Name, Id] = /^arn:[\w-]+:wafv2:[\w-]+:\d+:regional\/webacl\/([^/]+)\/([^/]+)$/.exec(arn) ?? [];
  if (Name === undefined || Id === undefined) {
    const reason = `${arn} is no web ACL of AWS WAF (version 2): AWS WAF Classic cannot be read any more`;
    reading.gaps.push({ at: read.at, call: read.call, reason, remedy: 'Carry its rules over by hand.' });
    return undefined;
  }
  const { GetWebACLCommand } = await import('@aws-sdk/client-wafv2');
  const client = await reading.clients.waf(reading.scope);
  const command = new GetWebACLCommand({ Name, Id, Scope: 'REGIONAL' });
  return (await reading.oneOrGap(read, async () => await client.send(command)))?.WebACL;
}

async function webAclToModel(reading: SourceReading, acl: WebACL, arn: string): Promise<AwsWebAcl> {
  const at = { arn, pointer: '' };
  const rules = acl.Rules ?? [];
  const referred = new Set(rules.flatMap(({ Statement: statement }) => (statement ? referencesOf(statement) : [])));
  const references: AwsWebAcl['references'][number][] = [];
  for (const reference of referred) references.push(...(await readWebAclReference(reading, reference)));
  return {
    at,
    arn,
    name: acl.Name ?? '',
    defaultAction: acl.DefaultAction?.Block === undefined ? 'Allow' : 'Block',
    rules: rules.map((rule) => ({
      at: below(at, 'rules', rule.Name ?? ''),
      name: rule.Name ?? '',
      priority: rule.Priority ?? 0,
      action: actionOf(rule),
      statements: rule.Statement ? kindsOf(rule.Statement) : [],
      source: JSON.stringify(rule, asOnTheWire),
    })),
    references,
  };
}

/** A rule that refers to a group has an override instead of an action. */
function actionOf({ Action, OverrideAction }: Rule): string {
  const [name] = Object.keys(Action ?? {});
  if (name !== undefined) return name;
  return OverrideAction?.Count === undefined ? 'of the group' : 'Count';
}

/** Kinds of statement, outermost first. */
function kindsOf(statement: Statement): readonly string[] {
  return Object.entries(statement).flatMap(([kind, part]) => [kind, ...statementsIn(part).flatMap(kindsOf)]);
}

/** Statements that a statement holds: of And, Or and Not, and scope-down statements of rates and managed groups. */
function statementsIn(part: unknown): readonly Statement[] {
  if (typeof part !== 'object' || part === null) return [];
  const {
    Statements,
    Statement: one,
    ScopeDownStatement: scope,
  } = part as {
    readonly Statements?: readonly Statement[];
    readonly Statement?: Statement;
    readonly ScopeDownStatement?: Statement;
  };
  return [...(Statements ?? []), ...(one ? [one] : []), ...(scope ? [scope] : [])];
}

/** ARNs of IP sets, pattern sets and rule groups. */
function referencesOf(statement: Statement): readonly string[] {
  return Object.values(statement as Readonly<Record<string, unknown>>).flatMap((part) => {
    const { ARN } = (part ?? {}) as { readonly ARN?: unknown };
    return [...(typeof ARN === 'string' ? [ARN] : []), ...statementsIn(part).flatMap(referencesOf)];
  });
}
