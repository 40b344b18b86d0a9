import { decideAround, defineAccountFeature } from '../account-feature.ts';
import { report } from '../feature.ts';
import { wafPolicyOf } from '../firewall/waf-policy.ts';
import type { AwsWebAcl } from '../../model/aws-account.ts';

/** Rules of web ACLs, one by one: API Management has no firewall, a WAF before it has (docs: mapping, B10). */
export const webAcls = defineAccountFeature({
  id: 'web-acls',
  fidelity: 'D',
  findings: {
    'WEB-ACL': {
      severity: 'review',
      message: '{detail}',
      awsBehaviour: 'What no rule decides is let through or blocked, as the web ACL says.',
      apimBehaviour: 'A WAF policy lets through what no rule blocks.',
      remedy:
        'Deploy the policy in bicep/ and bicep/application-gateway.bicep, the front that asks it before the service; a rule that blocks the rest stands at its end where the web ACL blocks by default.',
    },
    'WEB-ACL-RULE': {
      severity: 'review',
      message: '{detail}',
      awsBehaviour: 'AWS WAF applies the rule before requests reach the stage.',
      apimBehaviour:
        'A rule of Azure WAF at Application Gateway or Front Door takes its place, for the whole service and not for one stage.',
      remedy:
        'Deploy the policy in bicep/ and look at its log: it detects only; set it to Prevention when it shows no false alarm.',
    },
    'WEB-ACL-RULE-LEFT': {
      severity: 'decision',
      message: '{detail}',
      awsBehaviour: 'AWS WAF applies the rule before requests reach the stage.',
      apimBehaviour: 'The WAF policy in bicep/ does not hold it.',
      remedy: 'Decide what takes its place.',
      options: [
        {
          name: 'write-by-hand',
          consequence: 'Somebody writes a rule or a policy of API Management for it.',
          recommended: true,
        },
        { name: 'leave-out', consequence: 'What the rule refused is let through.' },
      ],
    },
  },
  assess: (inventory, request) =>
    inventory.webAcls.flatMap((acl) => {
      const { name, defaultAction, rules, references } = acl;
      const { left } = wafPolicyOf(acl);
      const first = report(
        webAcls,
        'WEB-ACL',
        acl.at,
        `The web ACL ${name} has ${rules.length} rules, then ${defaultAction}.`,
      );
      const others = rules.map(({ at, name: rule, priority, action, statements, source }) => {
        const kinds = statements.join(', ') || 'no statement';
        const sets = references.filter(({ arn }) => source.includes(arn)).map(wordsOf);
        const of = sets.length === 0 ? '' : ` It refers to ${sets.join('; ')}.`;
        const detail = `Rule ${rule} of the web ACL ${name} (priority ${priority}, ${action}: ${kinds}).${of}`;
        const why = left.get(rule);
        if (why === undefined) return report(webAcls, 'WEB-ACL-RULE', at, detail);
        return decideAround(report(webAcls, 'WEB-ACL-RULE-LEFT', at, `${detail} Not translated: ${why}.`), request);
      });
      return [first, ...others];
    }),
});

/** As many as a person reads in a line; the rest is in report.json. */
const MOST_VALUES = 10;

function wordsOf({ name, values }: AwsWebAcl['references'][number]): string {
  const shown = values.slice(0, MOST_VALUES).join(', ');
  return `${name} (${shown}${values.length > MOST_VALUES ? ` and ${values.length - MOST_VALUES} more` : ''})`;
}
