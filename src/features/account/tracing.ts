import { defineAccountFeature } from '../account-feature.ts';
import { report } from '../feature.ts';
import { below } from '../../model/source-ref.ts';

/** AWS X-Ray at stages (docs: mapping, B8). */
export const tracing = defineAccountFeature({
  id: 'tracing',
  fidelity: 'C',
  findings: {
    TRACING: {
      severity: 'review',
      message: '{detail} is traced by X-Ray.',
      awsBehaviour: 'API Gateway samples requests and passes X-Amzn-Trace-Id on.',
      apimBehaviour: 'Application Insights correlates by the W3C traceparent header; X-Amzn-Trace-Id is not made.',
      remedy: 'Connect Application Insights, and look for backends that read X-Amzn-Trace-Id.',
    },
  },
  assess: (inventory) =>
    inventory.apis
      .filter(({ stage }) => stage.tracingEnabled)
      .map(({ name, stage }) =>
        report(tracing, 'TRACING', below(stage.at, 'tracingEnabled'), `The stage ${stage.name} of ${name}`),
      ),
});
