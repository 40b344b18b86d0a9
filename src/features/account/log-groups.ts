import { defineAccountFeature } from '../account-feature.ts';
import { report } from '../feature.ts';

/** Log groups that stages write to, and how long they keep it (docs: mapping, B8). */
export const logGroups = defineAccountFeature({
  id: 'log-groups',
  fidelity: 'C',
  findings: {
    'LOG-RETENTION': {
      severity: 'review',
      message: '{detail}',
      awsBehaviour: 'CloudWatch Logs keeps entries for the days of the group, or for ever.',
      apimBehaviour: 'A Log Analytics workspace keeps its tables for the days that it says, 30 to begin with.',
      remedy: 'Set the retention of the table, and export old entries that an auditor may ask for.',
    },
  },
  assess: (inventory) =>
    inventory.logGroups.map(({ at, name, retentionDays }) => {
      const days = retentionDays === undefined ? 'for ever' : `for ${retentionDays} days`;
      return report(logGroups, 'LOG-RETENTION', at, `The log group ${name} keeps entries ${days}.`);
    }),
});
