import type { LedgerColumn } from '../model/plan.ts';
import type { AwsStage } from '../model/aws.ts';
import { below } from '../model/source-ref.ts';
import { defineFeature, enter, report, NOTHING } from './feature.ts';
import { isNative } from './route-plan.ts';
import { isSecretName } from './variables.ts';

/** A stage and its variables; what guards or splits the stage as a whole (docs: mapping, B7, B10). */
export const stage = defineFeature({
  id: 'stage',
  fidelity: 'C',
  claims: ['stage', 'stage-variable'],
  findings: {
    'STAGE-WAF': {
      severity: 'blocker',
      message: 'A web ACL ({detail}) guards routes that API Management would serve itself.',
      awsBehaviour: 'AWS WAF refuses requests before they reach API Gateway.',
      apimBehaviour: 'API Management has no firewall of its own.',
      remedy: 'Put an Azure WAF with the same rules before API Management.',
    },
    'STAGE-WAF-ORIGIN': {
      severity: 'review',
      message: 'The web ACL ({detail}) will see the addresses of API Management.',
      awsBehaviour: 'Rules by address and rate count callers.',
      apimBehaviour: 'All requests come from the addresses of the service.',
      remedy: 'Move rules by address or rate to an Azure WAF.',
    },
    'STAGE-CANARY': {
      severity: 'blocker',
      message: '{detail} % of the requests go to a canary deployment that is not carried.',
      awsBehaviour: 'A share of the requests, at random, is served by the canary.',
      apimBehaviour: 'Only what the stage itself serves is planned.',
      remedy: 'Promote the canary or take it away before the migration.',
    },
    'STAGE-VARIABLE-SECRET': {
      severity: 'review',
      message: 'The stage variable {detail} looks like a secret and is not written anywhere.',
      awsBehaviour: 'Stage variables are plain text.',
      apimBehaviour: 'Secrets belong into Key Vault and are named by named values.',
      remedy: 'Put the value into Key Vault; until then routes that use it keep API Gateway as their origin.',
    },
  },
  translate(api, { routes }) {
    const { stage: source } = api;
    const findings = guards(source, routes.some(isNative));
    const secret = Object.keys(source.variables).filter(isSecretName);
    const variables = Object.keys(source.variables).flatMap((name) => {
      const at = below(source.at, 'variables', name);
      return enter('stage', [{ kind: 'stage-variable', at }], isSecretName(name) ? 'manual' : 'translated');
    });
    const column: LedgerColumn = findings.some(({ severity }) => severity === 'blocker') ? 'blocked' : 'translated';
    return {
      ...NOTHING,
      findings: [
        ...findings,
        ...secret.map((name) => report(stage, 'STAGE-VARIABLE-SECRET', below(source.at, 'variables', name), name)),
      ],
      entries: [...enter('stage', [{ kind: 'stage', at: source.at }], column), ...variables],
    };
  },
});

function guards(source: AwsStage, hasNative: boolean) {
  const acl = source.webAclArn;
  return [
    ...(acl === undefined ? [] : [report(stage, hasNative ? 'STAGE-WAF' : 'STAGE-WAF-ORIGIN', source.at, acl)]),
    ...(source.canaryPercent ? [report(stage, 'STAGE-CANARY', source.at, String(source.canaryPercent))] : []),
  ];
}
