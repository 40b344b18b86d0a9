import { defineAccountFeature } from '../account-feature.ts';
import { report } from '../feature.ts';
import { below } from '../../model/source-ref.ts';
import type { AwsMethodSettings } from '../../model/aws.ts';
import type { Finding } from '../../model/finding.ts';

/** Settings of a stage that change nothing for callers, but something for those who run it (docs: mapping, B6, B7). */
export const stageSettings = defineAccountFeature({
  id: 'stage-settings',
  fidelity: 'C',
  findings: {
    'AUTO-DEPLOY': {
      severity: 'review',
      message: '{detail}',
      awsBehaviour: 'Every change of the API is deployed at once.',
      apimBehaviour: 'Every write to an API is live at once, unless it goes to a revision.',
      remedy: 'Change APIs by revisions and releases where a change must be looked at first.',
    },
    'CACHE-CLUSTER': {
      severity: 'review',
      message: '{detail}',
      awsBehaviour: 'The stage has a cache of its own.',
      apimBehaviour: 'The built-in cache is shared by all APIs of the service; not in the Consumption tier.',
      remedy: 'Connect an external Redis-compatible cache where size, encryption or persistence matter.',
    },
    'DOCUMENTATION-VERSION': {
      severity: 'info',
      message: '{detail}',
      awsBehaviour: 'The stage publishes this version of the documentation.',
      apimBehaviour: 'Descriptions of operations stand in the developer portal.',
      remedy: 'Nothing: descriptions of the export are carried.',
    },
    'DATA-TRACE': {
      severity: 'review',
      message: '{detail}',
      awsBehaviour: 'Whole requests and answers are written to the log.',
      apimBehaviour: 'Bodies are not logged unless a diagnostic says so, and up to 8,192 bytes.',
      remedy: 'Keep it off: bodies may hold personal data.',
    },
    'CACHE-SETTINGS': {
      severity: 'review',
      message: '{detail}',
      awsBehaviour:
        'How long answers are kept, whether encrypted, and who may go past the cache are settings of the method.',
      apimBehaviour:
        'cache-store has a duration; there is no encryption, and a policy may decide who goes past the cache.',
      remedy: 'Carry the duration over, and decide by a policy who may send Cache-Control: max-age=0.',
    },
  },
  assess: (inventory) =>
    inventory.apis.flatMap(({ name, stage }) => {
      const what = `The stage ${stage.name} of ${name}`;
      const at = (...path: string[]) => below(stage.at, ...path);
      return [
        ...(stage.autoDeploy === true
          ? [report(stageSettings, 'AUTO-DEPLOY', at('autoDeploy'), `${what} deploys by itself.`)]
          : []),
        ...(stage.cacheClusterEnabled
          ? [
              report(
                stageSettings,
                'CACHE-CLUSTER',
                at('cacheClusterEnabled'),
                `${what} has a cache of ${stage.cacheClusterSize ?? 'unknown'} GB.`,
              ),
            ]
          : []),
        ...(stage.documentationVersion === undefined
          ? []
          : [
              report(
                stageSettings,
                'DOCUMENTATION-VERSION',
                at('documentationVersion'),
                `${what} has the documentation ${stage.documentationVersion}.`,
              ),
            ]),
        ...stage.methodSettings.flatMap((settings) => methodFindings(settings, `${what} (${settings.key})`)),
      ];
    }),
});

function methodFindings({ at, ...settings }: AwsMethodSettings, what: string): Finding[] {
  return [
    ...(settings.dataTraceEnabled
      ? [report(stageSettings, 'DATA-TRACE', below(at, 'dataTraceEnabled'), `${what} logs whole requests.`)]
      : []),
    ...(settings.cachingEnabled
      ? [report(stageSettings, 'CACHE-SETTINGS', below(at, 'caching'), `${what} ${cacheWords(settings)}.`)]
      : []),
  ];
}

function cacheWords(settings: Omit<AwsMethodSettings, 'at'>): string {
  const words = [`keeps answers for ${settings.cacheTtl ?? 300} s`];
  if (settings.cacheDataEncrypted === true) words.push('encrypts them');
  if (settings.requireAuthorizationForCacheControl === true)
    words.push(
      `lets only allowed callers past the cache (else ${settings.unauthorizedCacheControlHeaderStrategy ?? 'SUCCEED_WITH_RESPONSE_HEADER'})`,
    );
  return words.join(', ');
}
