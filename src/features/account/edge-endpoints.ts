import { decideAround, defineAccountFeature } from '../account-feature.ts';
import { report } from '../feature.ts';
import { below, type SourceRef } from '../../model/source-ref.ts';
import type { Finding } from '../../model/finding.ts';
import type { RunRequest } from '../../model/run.ts';

/** Edge-optimized endpoints, which CloudFront serves near the caller (docs: mapping, B9; the guide, Edge-optimized endpoints). */
export const edgeEndpoints = defineAccountFeature({
  id: 'edge-endpoints',
  fidelity: 'D',
  findings: {
    'EDGE-ENDPOINT': {
      severity: 'decision',
      message: '{detail} is edge-optimized.',
      awsBehaviour: 'CloudFront takes requests near the caller and adds its CloudFront-* headers.',
      apimBehaviour:
        'A gateway serves from its region. Front Door, or gateways in several regions of the Premium tier, serve near callers, at additional cost.',
      remedy:
        'Decide where callers are and what latency they may have; bicep/front-door.bicep is the profile with its routes, bicep/service.bicep takes further regions.',
      options: [
        {
          name: 'one-region',
          consequence: 'Callers reach one region; those far from it wait longer.',
          recommended: true,
        },
        {
          name: 'front-door',
          consequence: 'Azure Front Door stands before the service, with its own listener, certificate and WAF.',
        },
        {
          name: 'multi-region',
          consequence:
            'The Premium tier runs gateways in several regions, each at the price of its units; limits count per region.',
        },
      ],
    },
  },
  assess: (inventory, request) => [
    ...inventory.apis
      .filter(({ endpointType }) => endpointType === 'EDGE')
      .map((api) =>
        edge(below(api.at, 'endpointType'), `The endpoint of ${api.name} ${api.stage.name}`.trim(), request),
      ),
    ...inventory.domainNames
      .filter(({ endpointType }) => endpointType === 'EDGE')
      .map(({ at, name }) => edge(below(at, 'endpointType'), `The domain name ${name}`, request)),
  ],
});

function edge(at: SourceRef, what: string, request: Pick<RunRequest, 'decisions'>): Finding {
  return decideAround(report(edgeEndpoints, 'EDGE-ENDPOINT', at, what), request);
}
