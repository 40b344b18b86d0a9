import { defineAccountFeature } from '../account-feature.ts';
import { report } from '../feature.ts';

/** Rules of web ACLs, one by one: API Management has no firewall, a WAF before it has (docs: mapping, B10). */
export const webAcls = defineAccountFeature({
  id: 'web-acls',
  fidelity: 'D',
  findings: {
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
    inventory.webAcls.flatMap(({ name, rules }) =>
      rules.map(({ at, name: rule, action, statements }) => {
        const detail = `Rule ${rule} of the web ACL ${name} (${action}: ${statements.join(', ') || 'no statement'}).`;
        return report(webAcls, 'WEB-ACL-RULE', at, detail);
      }),
    ),
});
