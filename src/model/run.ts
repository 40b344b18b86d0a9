import * as z from 'zod';
import { routeOverride } from './override.ts';
import { APIM_TIERS } from './tier.ts';

/** Ids of runs, checkpoints and waves: they become instance ids, table keys and resource tags, so nothing else is let in. */
export const ID_PATTERN = /^[a-z0-9][a-z0-9-]{0,62}$/;
const id = z.string().regex(ID_PATTERN, 'lower-case letters, digits and dashes, 63 at most');

/** A name as DNS has it: labels of letters, digits and dashes, no trailing dot. */
const hostname = z
  .string()
  .max(253)
  .regex(
    /^(?=.{1,253}$)([a-z0-9_]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/,
    'a lower-case host name without a trailing dot',
  );

const awsSource = z.strictObject({
  account: z.string().regex(/^\d{12}$/, 'a 12-digit AWS account id'),
  region: z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'an AWS region such as us-east-1'),
  roleArn: z
    .string()
    .regex(/^arn:aws[a-z-]*:iam::\d{12}:role\/.+$/, 'the ARN of an IAM role')
    .optional()
    .describe('role to read the account by; without, the identity of the service itself'),
  apis: z.array(z.string()).readonly().optional().describe('ids or names of the APIs to read; default: all'),
  stages: z.array(z.string()).readonly().optional().describe('stages to read; default: all'),
});
const snapshotSource = z.strictObject({
  snapshot: z.string().min(1).describe('file that "crossgate snapshot" wrote'),
});

/** Where API Management passes connections through to: an address without a query or credentials. */
const webSocketUrl = z
  .string()
  .max(2000)
  .regex(
    /^wss:\/\/[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?(?:\/[A-Za-z0-9._~!$&'()*+,;=:@%/-]*)?$/,
    'an address such as wss://chat.example.com/live',
  );

/** An id as Azure writes it, of one type. */
const resourceId = (type: string) =>
  z
    .string()
    .max(1000)
    .regex(
      new RegExp(
        `^/subscriptions/[0-9a-f-]{36}/resourceGroups/[-\\w._()]{1,90}/providers/${type}/[\\w.-]{1,260}$`,
        'i',
      ),
      `the resource id of a ${type}`,
    );

const target = z.strictObject({
  subscriptionId: z.guid(),
  resourceGroup: z.string().regex(/^[-\w._()]{1,90}$/, 'a resource group name'),
  service: z.string().regex(/^[a-zA-Z](?:[a-zA-Z0-9-]{0,48}[a-zA-Z0-9])?$/, 'an API Management service name'),
  environment: z.string().max(50).optional(),
  tier: z
    .enum(APIM_TIERS)
    .optional()
    .describe('tier to plan for where the service is not read; a service of another tier refuses the plan'),
  applicationInsights: z
    .strictObject({
      resourceId: z
        .string()
        .regex(
          /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.Insights\/components\/[^/]+$/i,
          'the resource id of an Application Insights component',
        ),
      connectionString: z
        .string()
        .regex(
          /^https:\/\/[a-z0-9-]+\.vault\.[a-z.]+\/secrets\/[0-9A-Za-z-]+$/,
          'the id of a Key Vault secret, without a version',
        )
        .describe('Key Vault secret that holds its connection string; the identity of the service reads it'),
    })
    .optional()
    .describe('where traces of APIs that X-Ray traces go, and counters of caches; default: nowhere'),
  eventHub: z
    .strictObject({
      namespace: hostname.describe('host name of the namespace, such as contoso.servicebus.windows.net'),
      name: z.string().regex(/^[A-Za-z0-9](?:[\w.-]{0,254}[A-Za-z0-9])?$/, 'the name of an event hub'),
    })
    .optional()
    .describe(
      'where lines of access logs go whose format is kept (decision LOG-FORMAT: event-hub); the identity of the service sends to it',
    ),
  logWorkspace: resourceId('Microsoft.OperationalInsights/workspaces')
    .optional()
    .describe('log workspace that the service sends its logs to, and that the workbook asks; default: neither is made'),
  alerts: z
    .strictObject({
      actionGroups: z
        .array(resourceId('Microsoft.Insights/actionGroups'))
        .readonly()
        .default([])
        .describe('action groups that are there already'),
      emails: z.array(z.email()).max(50).readonly().default([]).describe('who a new action group writes to'),
    })
    .optional()
    .describe('who is told by the alerts that take the place of alarms; default: no alert is made'),
  apiCenter: resourceId('Microsoft.ApiCenter/services')
    .optional()
    .describe('API center that lists all APIs, those that move and those that stay; default: none'),
  applicationGateway: resourceId('Microsoft.Network/applicationGateways')
    .optional()
    .describe('front before the service; policies of its firewall are made of web ACLs, in its resource group'),
  frontDoor: resourceId('Microsoft.Cdn/profiles').optional().describe('front before the service'),
});

const secretName = z
  .string()
  .regex(/^[0-9a-zA-Z-]{1,127}$/, "the name of a secret in the run's Key Vault, never its value");

/** How API Management signs calls of AWS's services, where routes call functions or services without API Gateway. */
const awsAccess = z.union([
  z.strictObject({
    roleArn: z
      .string()
      .regex(/^arn:aws[a-z-]*:iam::\d{12}:role\/.+$/, 'the ARN of an IAM role')
      .describe("role that trusts tokens of the service's managed identity (sts:AssumeRoleWithWebIdentity)"),
    audience: z
      .string()
      .min(1)
      .max(200)
      .describe('audience of those tokens: the application id URI that the IAM identity provider and the role name'),
  }),
  z.strictObject({
    accessKeyIdSecret: secretName.describe('secret that holds the access key id'),
    secretAccessKeySecret: secretName.describe('secret that holds the secret access key'),
  }),
]);
export type AwsAccess = z.infer<typeof awsAccess>;

/** `swap` points the name at APIM at once; the others are named here so that a run that asks for them is refused with a reason. */
export const STRATEGIES = ['swap', 'weighted', 'pass-through'] as const;

/** Names as Entra ID has them, of which nothing can be mistaken for an expression or markup. */
const entraName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._:/-]{0,254}$/, 'letters, digits and . _ : / -');

const entra = z
  .strictObject({
    tenantId: z.guid().describe('directory (tenant) that issues the tokens'),
    audience: entraName.describe('"aud" of the tokens: application id or application id URI of the API'),
    clientIds: z.array(z.guid()).min(1).readonly().optional().describe('applications that may call; default: any'),
    roles: z
      .array(entraName)
      .min(1)
      .readonly()
      .optional()
      .describe('app roles of which a token has one, where the route names no scopes; or one of "scopes"'),
    scopes: z
      .array(entraName)
      .min(1)
      .readonly()
      .optional()
      .describe('delegated scopes of which a token has one, where the route names none; or one of "roles"'),
  })
  .refine(({ clientIds, roles, scopes }) => (clientIds ?? roles ?? scopes) !== undefined, {
    message: 'name clientIds, roles or scopes: without any, every application of the tenant could call',
  });
/** Tokens of Microsoft Entra ID that may call routes which move to it. */
export type EntraTokens = z.infer<typeof entra>;

const wave = z.strictObject({
  name: id.describe('names the checkpoints cutover-NAME and commit-NAME'),
  apis: z.array(z.string()).min(1).readonly().describe('ids or names of APIs, with or without /STAGE'),
  hostnames: z
    .array(
      z.strictObject({ name: hostname, strategy: z.enum(STRATEGIES).default('swap'), front: z.string().optional() }),
    )
    .readonly()
    .describe('names whose traffic is put over together'),
});

/**
 * Waits and minimum samples, in seconds and counts. The defaults are safe for production; a value below its default is
 * refused unless `network.testing` is set. There is no scaled clock.
 */
export const PACE_DEFAULTS = {
  /** TTL that names get before the cutover, in seconds. */
  loweredTtl: 60,
  /** Waited on top of the old TTL before the name counts as free of stale answers. */
  ttlMargin: 60,
  /** APIs and other units that are written side by side, one call at a time each; the quotas of Azure are kept besides. */
  unitsAtOnce: 24,
  /** Between two looks at a long-running operation of the target. */
  operationPoll: 10,
  /** Between two looks at the traffic of both sides. */
  monitorInterval: 60,
  /** Requests that the target must have answered before the sequential test may accept. */
  minimumSamples: 1000,
  /** Without any data for so long, the run freezes. */
  blindAfter: 300,
  /** Between two looks at a propagating DNS change. */
  propagationPoll: 10,
  /** Between two looks at the store while waiting for a person; an event wakes the run sooner. */
  wakePoll: 60,
  /** Between two looks at what the plan was made for, while a checkpoint is open. */
  driftPoll: 300,
} as const;

export type PaceName = keyof typeof PACE_DEFAULTS;
const PACE_NAMES = Object.keys(PACE_DEFAULTS) as PaceName[];
const pace = z.strictObject({
  loweredTtl: z.number().int().min(1).max(86_400).describe('TTL that names get before the cutover, seconds'),
  ttlMargin: z.number().min(0).max(86_400).describe('waited on top of the old TTL, seconds'),
  unitsAtOnce: z.number().int().min(1).max(64).describe('APIs that are written side by side'),
  operationPoll: z.number().min(0.05).max(3_600).describe('between two looks at a long write of the target, seconds'),
  monitorInterval: z.number().min(0.05).max(3_600).describe('between two looks at the traffic, seconds'),
  minimumSamples: z.number().int().min(1).max(10_000_000).describe('requests before the target may count as healthy'),
  blindAfter: z.number().min(1).max(86_400).describe('without any data for so long the run freezes, seconds'),
  propagationPoll: z.number().min(0.05).max(3_600).describe('between two looks at a DNS change, seconds'),
  wakePoll: z
    .number()
    .min(0.05)
    .max(3_600)
    .describe('between two looks for a decision, should its event be lost, seconds'),
  driftPoll: z
    .number()
    .min(0.05)
    .max(86_400)
    .describe('between two looks at source and target for changes since the plan, seconds'),
});
export type Pace = z.infer<typeof pace>;

const approval = z.strictObject({
  approvers: z
    .array(z.string())
    .readonly()
    .default([])
    .describe('names or object ids of the people who may decide; empty: whoever has the role approver'),
  quorum: z.number().int().min(1).max(10).default(1).describe('approvals that it takes'),
  expiresIn: z
    .number()
    .min(1)
    .default(7 * 86_400)
    .describe('seconds until it expires; what expires freezes the run and never approves it'),
});
export type Approval = z.infer<typeof approval>;

export const MODES = ['assess', 'plan', 'rehearse', 'migrate', 'repoint'] as const;

/** The request that starts a run (run.json). Unknown members are errors: a misspelt safeguard must not be ignored. */
export const runRequest = z
  .strictObject({
    name: z.string().max(100).optional(),
    mode: z.enum(MODES).default('migrate'),
    source: z
      .array(z.union([awsSource, snapshotSource]))
      .min(1)
      .readonly()
      .describe('AWS accounts and regions to read'),
    target,
    keyVault: z
      .string()
      .regex(/^[a-zA-Z][a-zA-Z0-9-]{1,22}[a-zA-Z0-9]$/, 'the name of a Key Vault')
      .describe('where certificates go'),
    aws: awsAccess
      .optional()
      .describe(
        'how API Management signs calls of AWS; needed where LAMBDA-TARGET or AUTHORIZER-TARGET is decided invoke-function, or SERVICE-TARGET call-service',
      ),
    functionApps: z
      .record(z.string(), z.url({ protocol: /^https$/ }))
      .default({})
      .describe('base address of the HTTP backend that takes the place of a function, by the ARN of the function'),
    dns: z.array(z.strictObject({ provider: z.enum(['route53', 'azure-dns']), zone: hostname })).readonly(),
    clientCertificates: z
      .record(z.string(), z.string().regex(/^[a-zA-Z0-9-]{1,50}$/, 'the name of a certificate in the Key Vault'))
      .optional()
      .describe(
        'by the id of a client certificate of API Gateway: the certificate of the Key Vault that backends are shown in its place',
      ),
    waves: z.array(wave).min(1).readonly().describe('one after the other, each when the one before is committed'),
    decisions: z
      .record(z.string(), z.string())
      .default({})
      .describe(
        'option by finding: "CODE@arn#pointer" for one, "CODE" for all of a code, "*": "recommended" for all that are left',
      ),
    entra: entra
      .optional()
      .describe('who may call what moves to Microsoft Entra ID (decisions IAM-CALLERS and TOKEN-ISSUER)'),
    overrides: z
      .record(z.string(), routeOverride)
      .default({})
      .describe('a policy of your own, by the route that it is for: "arn#pointer" as findings name it'),
    webSocketBackends: z
      .record(z.string(), webSocketUrl)
      .optional()
      .describe(
        'a WebSocket server of your own for a WebSocket API, by its id or name, with or without /STAGE; the decision WEBSOCKET takes it',
      ),
    thresholds: z
      .strictObject({
        healthyErrorRate: z
          .number()
          .min(0)
          .max(0.5)
          .default(0.002)
          .describe('share of errors that the target may always have'),
        badErrorRate: z.number().min(0.001).max(1).default(0.01).describe('share of errors that must be found'),
        slowRatio: z
          .number()
          .min(1)
          .max(100)
          .default(2)
          .describe("how many times the source's mean latency the target's may be before the run freezes"),
        slowByMs: z.number().min(0).max(60_000).default(500).describe('milliseconds by which it must be above as well'),
      })
      .prefault({}),
    pace: pace
      .partial()
      .default({})
      .describe('waits and samples; below the safe defaults only where network.testing is set'),
    approvals: z
      .partialRecord(z.enum(['plan', 'cutover', 'commit', 'decommission']), approval)
      .default({})
      .describe('who decides, by kind of checkpoint'),
    onFailure: z
      .enum(['block', 'rollback'])
      .default('block')
      .describe('block: wait for a person to retry or roll back; rollback: take everything back at once'),
    network: z
      .strictObject({
        allowedRanges: z
          .array(z.string())
          .readonly()
          .default([])
          .describe('CIDR ranges besides public ones that probes may reach'),
        testing: z
          .strictObject({ httpsPort: z.number().int().min(1).max(65_535).optional() })
          .optional()
          .describe("for tests: a port for HTTPS, and leave to undercut the pace's defaults"),
      })
      .prefault({}),
  })
  .superRefine((run, context) => {
    const names = run.waves.map((each) => each.name);
    for (const [index, name] of names.entries())
      if (names.indexOf(name) !== index)
        context.addIssue({ code: 'custom', path: ['waves', index, 'name'], message: `wave "${name}" is named twice` });
    for (const name of PACE_NAMES) {
      const value = run.pace[name];
      const isRisky = name !== 'unitsAtOnce' && value !== undefined && value < PACE_DEFAULTS[name];
      if (run.network.testing === undefined && isRisky)
        context.addIssue({
          code: 'custom',
          path: ['pace', name],
          message: `${value} is below the safe ${PACE_DEFAULTS[name]}; lower values are for tests (network.testing)`,
        });
    }
    if (run.decisions['*'] !== undefined && run.decisions['*'] !== 'recommended')
      context.addIssue({ code: 'custom', path: ['decisions', '*'], message: 'only "recommended" can be said of all' });
    if (run.thresholds.badErrorRate <= run.thresholds.healthyErrorRate)
      context.addIssue({
        code: 'custom',
        path: ['thresholds', 'badErrorRate'],
        message: 'must be above healthyErrorRate',
      });
  });

export type RunRequest = z.infer<typeof runRequest>;

/** The pace of a run: what it asks for, defaults for the rest. */
export function paceOf(run: Pick<RunRequest, 'pace'>): Pace {
  const asked = Object.entries(run.pace).filter(([, value]) => value !== undefined);
  return { ...PACE_DEFAULTS, ...Object.fromEntries(asked) };
}

/** Where gateways listen for HTTPS. */
export function gatewayPort({ network }: Pick<RunRequest, 'network'>): number {
  return network.testing?.httpsPort ?? 443;
}

const APPROVAL_DEFAULTS: Approval = { approvers: [], quorum: 1, expiresIn: 7 * 86_400 };

/** Who may decide a checkpoint: what the run says of its kind (`cutover` for `cutover-pilot`), defaults for the rest. */
export function approvalOf(run: Pick<RunRequest, 'approvals'>, checkpointId: string): Approval {
  const kind = checkpointId.split('-')[0] as keyof RunRequest['approvals'];
  return run.approvals[kind] ?? APPROVAL_DEFAULTS;
}

/** States of a run, in the order in which an undisturbed one passes them; then those that any state may turn into. */
export const RUN_STATES = [
  'accepted',
  'discovering',
  'planning',
  'awaiting-plan',
  'transferring-certificates',
  'importing',
  'registering-backends',
  'opening',
  'validating',
  'arming',
  'awaiting-cutover',
  'cutting-over',
  'monitoring',
  'awaiting-commit',
  'committed',
  'awaiting-decommission',
  'decommissioned',
  'paused',
  'frozen',
  'blocked',
  'rolling-back',
  'rolled-back',
  'cancelled',
] as const;
export type RunState = (typeof RUN_STATES)[number];

/** States that nothing leaves. `committed` may still be decommissioned later, by a call of its own. */
export const FINAL_STATES: readonly RunState[] = ['committed', 'decommissioned', 'rolled-back', 'cancelled'];
