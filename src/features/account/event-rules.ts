import { defineAccountFeature } from '../account-feature.ts';
import { report } from '../feature.ts';

/** Rules of EventBridge that API Gateway sets off (docs: mapping, B8). */
export const eventRules = defineAccountFeature({
  id: 'event-rules',
  fidelity: 'D',
  findings: {
    'EVENT-RULE': {
      severity: 'review',
      message: 'The event rule {detail}.',
      awsBehaviour: 'EventBridge hands events of API Gateway to the targets.',
      apimBehaviour: 'Event Grid has events of its own of the classic tiers; Azure Monitor alerts on the Activity Log.',
      remedy:
        'Deploy bicep/event-rules.bicep with the action groups or the address that are to be told, or let the rule go.',
    },
  },
  assess: (inventory) =>
    inventory.eventRules.map(({ at, name, pattern, state, targets }) =>
      report(
        eventRules,
        'EVENT-RULE',
        at,
        `${name} (${state}, ${pattern}) has ${targets.length} target${targets.length === 1 ? '' : 's'}: ${targets.join(', ') || 'none'}`,
      ),
    ),
});
