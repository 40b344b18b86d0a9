import { defineAccountFeature } from '../account-feature.ts';
import { report } from '../feature.ts';
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
      remedy: 'Where the web ACL blocks by default, write what it lets through as rules before one that blocks all.',
    },
    'WEB-ACL-RULE': {
      severity: 'review',
      message: '{detail}',
      awsBehaviour: 'AWS WAF applies the rule before requests reach the stage.',
      apimBehaviour:
        'A rule of Azure WAF at Application Gateway or Front Door takes its place, for the whole service and not for one stage.',
      remedy:
        'Write it as a rule of the WAF policy, in Detection first; Prevention follows when its log shows no false alarm.',
    },
  },
  assess: (inventory) =>
    inventory.webAcls.flatMap(({ at: acl, name, defaultAction, rules, references }) => [
      report(webAcls, 'WEB-ACL', acl, `The web ACL ${name} has ${rules.length} rules, then ${defaultAction}.`),
      ...rules.map(({ at, name: rule, priority, action, statements, source }) => {
        const kinds = statements.join(', ') || 'no statement';
        const sets = references.filter(({ arn }) => source.includes(arn)).map(wordsOf);
        const of = sets.length === 0 ? '' : ` It refers to ${sets.join('; ')}.`;
        const detail = `Rule ${rule} of the web ACL ${name} (priority ${priority}, ${action}: ${kinds}).${of}`;
        return report(webAcls, 'WEB-ACL-RULE', at, detail);
      }),
    ]),
});

/** As many as a person reads in a line; the rest is in report.json. */
const MOST_VALUES = 10;

function wordsOf({ name, values }: AwsWebAcl['references'][number]): string {
  const shown = values.slice(0, MOST_VALUES).join(', ');
  return `${name} (${shown}${values.length > MOST_VALUES ? ` and ${values.length - MOST_VALUES} more` : ''})`;
}
