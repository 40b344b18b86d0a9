import { defineAccountFeature } from '../account-feature.ts';
import { report } from '../feature.ts';
import { below } from '../../model/source-ref.ts';

/** The host names that the clouds give themselves: execute-api and azure-api.net (docs: mapping, B1). */
export const defaultEndpoint = defineAccountFeature({
  id: 'default-endpoint',
  fidelity: 'C',
  findings: {
    'EXECUTE-API-CALLERS': {
      severity: 'review',
      message: '{detail}',
      awsBehaviour: 'The API answers at its execute-api host name, with the stage in the path.',
      apimBehaviour: 'DNS cannot move that name: its callers must change their address themselves.',
      remedy:
        'Look in the access logs for callers by this name, and tell them the new one before API Gateway is switched off.',
    },
    'DEFAULT-HOST-OPEN': {
      severity: 'review',
      message: '{detail}',
      awsBehaviour: 'The execute-api host name is switched off: the custom domain name is the only door.',
      apimBehaviour: 'The azure-api.net host name of the service cannot be removed.',
      remedy: 'Nothing for this API, whose policy refuses calls of that name; look at the others of the service.',
    },
  },
  assess: (inventory) =>
    inventory.apis.map(({ at, id, name, region, stage, disableExecuteApiEndpoint: isOff }) =>
      isOff
        ? report(
            defaultEndpoint,
            'DEFAULT-HOST-OPEN',
            below(at, 'disableExecuteApiEndpoint'),
            `${name} answers at its custom domain name only.`,
          )
        : report(
            defaultEndpoint,
            'EXECUTE-API-CALLERS',
            below(at, 'disableExecuteApiEndpoint'),
            `${name} answers at https://${id}.execute-api.${region || 'REGION'}.amazonaws.com/${stage.name}.`,
          ),
    ),
});
