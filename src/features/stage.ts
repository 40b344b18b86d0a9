import { LEDGER_COLUMNS } from '../model/plan.ts';
import type { AwsApi } from '../model/aws.ts';
import { below } from '../model/source-ref.ts';
import { CANARY, canaryDecision } from './canary.ts';
import {
  decide,
  defineFeature,
  enter,
  report,
  NOTHING,
  EVERY_API_TYPE,
  type Decided,
  type FeatureContext,
} from './feature.ts';
import { isSecretName } from './variables.ts';

type Decisions = Pick<FeatureContext, 'mode' | 'decisions'>;

/** A stage and its variables; what guards or splits the stage as a whole (docs: mapping, B7, B10). */
export const stage = defineFeature({
  id: 'stage',
  fidelity: 'C',
  claims: ['stage', 'stage-variable'],
  apiTypes: EVERY_API_TYPE,
  findings: {
    'STAGE-WAF': {
      severity: 'decision',
      message: 'A web ACL ({detail}) guards the stage.',
      awsBehaviour: 'AWS WAF refuses requests before they reach API Gateway.',
      apimBehaviour: 'API Management has no firewall of its own.',
      remedy: 'Put an Azure WAF with the same rules before API Management; until then let requests pass API Gateway.',
      options: [
        {
          name: 'keep-api-gateway-origin',
          consequence:
            'API Gateway stays the origin of all routes and the web ACL sees every request, all from addresses of API Management: rules by address or rate no longer tell callers apart.',
          recommended: true,
        },
        {
          name: 'accept-without-waf',
          consequence: 'Routes that API Management serves itself are no longer guarded by the web ACL.',
        },
      ],
    },
    'STAGE-CANARY': CANARY,
    'STAGE-VARIABLE-SECRET': {
      severity: 'review',
      message: 'The stage variable {detail} looks like a secret and is not written anywhere.',
      awsBehaviour: 'Stage variables are plain text.',
      apimBehaviour: 'Secrets belong into Key Vault and are named by named values.',
      remedy: 'Put the value into Key Vault; until then routes that use it keep API Gateway as their origin.',
    },
  },
  translate(api, context) {
    const { stage: source } = api;
    const webAcl = webAclDecision(api, context);
    const canary = canaryDecision(api, context);
    const secret = Object.keys(source.variables).filter(isSecretName);
    const variables = Object.keys(source.variables).flatMap((name) => {
      const at = below(source.at, 'variables', name);
      return enter('stage', [{ kind: 'stage-variable', at }], isSecretName(name) ? 'manual' : 'translated');
    });
    const decided = [webAcl, canary].filter((each) => each !== undefined);
    const columns = ['translated', ...decided.map((each) => each.column)];
    const column = LEDGER_COLUMNS.findLast((each) => columns.includes(each)) ?? 'blocked';
    const isOpen = decided.some((each) => each.isOpen);
    return {
      ...NOTHING,
      findings: [
        ...decided.map(({ finding }) => finding),
        ...secret.map((name) => report(stage, 'STAGE-VARIABLE-SECRET', below(source.at, 'variables', name), name)),
      ],
      entries: [...enter('stage', [{ kind: 'stage', at: source.at }], column, isOpen), ...variables],
    };
  },
});

/** What is decided of the web ACL of an API's stage; undefined without one. */
function webAclDecision({ stage: source }: AwsApi, context: Decisions): Decided | undefined {
  if (source.webAclArn === undefined) return undefined;
  return decide(report(stage, 'STAGE-WAF', source.at, source.webAclArn), context);
}

/** Why API Gateway has to stay the origin of all routes: only what passes it is seen by its web ACL. */
export function whyOriginStays(api: AwsApi, context: Decisions): string | undefined {
  const decided = webAclDecision(api, context);
  return decided === undefined || decided.option === 'accept-without-waf' ? undefined : 'a web ACL guards the stage';
}
