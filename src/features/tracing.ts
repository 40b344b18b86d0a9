import { constructsOf } from '../model/construct.ts';
import type { AwsApi } from '../model/aws.ts';
import { TRACED_PERCENT } from '../model/insights-diagnostic.ts';
import { below } from '../model/source-ref.ts';
import { generationOf, type ApimTier } from '../model/tier.ts';
import { insightsDiagnostic, insightsLogger } from './application-insights.ts';
import { defineFeature, report, NOTHING } from './feature.ts';

/** AWS X-Ray at stages becomes Application Insights (docs: mapping, B8). */
export const tracing = defineFeature({
  id: 'tracing',
  fidelity: 'C',
  claims: [],
  findings: {
    'TRACING': {
      severity: 'review',
      message: '{detail} is traced by X-Ray.',
      awsBehaviour: 'API Gateway samples requests and passes X-Amzn-Trace-Id on.',
      apimBehaviour: 'Nothing is traced until a diagnostic of the API leads to Application Insights.',
      remedy:
        'Name an instance as target.applicationInsights of the run, or deploy bicep/application-insights.bicep of the assessment; look for backends that read X-Amzn-Trace-Id.',
    },
    'TRACING-CARRIED': {
      severity: 'review',
      differs: ['backend header'],
      message: '{detail} is traced by Application Insights from now on.',
      awsBehaviour: 'API Gateway samples requests by the rules of X-Ray and passes X-Amzn-Trace-Id on.',
      apimBehaviour:
        'Five percent of the requests, which is what the default rule of X-Ray samples, and all that fail are sent with their calls of backends, without headers and bodies. They are correlated by the W3C traceparent header; X-Amzn-Trace-Id is not made.',
      remedy:
        'Set the sampling of the diagnostic where the rules of X-Ray are others, and look for backends that read X-Amzn-Trace-Id.',
    },
  },
  translate(api, { applicationInsights, tier }) {
    const from = [below(api.stage.at, 'tracingEnabled')] as const;
    const [at] = from;
    const name = `The stage ${api.stage.name} of ${api.name}`;
    const { tracingEnabled } = api.stage;
    if (applicationInsights === undefined)
      return { ...NOTHING, findings: tracingEnabled ? [report(tracing, 'TRACING', at, name)] : [] };
    const percentage = percentOf(api, tier);
    if (percentage === undefined) return NOTHING;
    return {
      ...NOTHING,
      shared: insightsLogger(applicationInsights, from),
      ofApi: [insightsDiagnostic(percentage, from)],
      findings: tracingEnabled ? [report(tracing, 'TRACING-CARRIED', at, name)] : [],
    };
  },
});

/**
 * How much of an API's calls is sent: all where they stand for the access log, a sample where it is traced, none where only the
 * counters of its cache are wanted; undefined where nothing is.
 */
function percentOf(api: AwsApi, tier: ApimTier): number | undefined {
  if (generationOf(tier) === 'consumption' && constructsOf(api).some(({ kind }) => kind === 'logging')) return 100;
  if (api.stage.tracingEnabled) return TRACED_PERCENT;
  return api.stage.methodSettings.some(({ cachingEnabled }) => cachingEnabled) ? 0 : undefined;
}
