import { bodyChecks } from '../body-checks.ts';
import { origin } from '../handling.ts';
import type { RouteChoice } from '../route-choice.ts';

/** `optionOf` of the choice: bodies that are longer than the policy reads are refused. */
export const REFUSE_LARGER = 'validate-content-refuse-larger';
const VALIDATE = 'validate-content';

/** Who holds bodies to a route's models (docs: mapping, B1, edge case 12). */
export const bodyValidation: RouteChoice = {
  code: 'BODY-VALIDATION',
  text: {
    severity: 'decision',
    message: 'A validator holds the bodies of {detail} to a model.',
    awsBehaviour: 'Bodies of up to 10 MB are held to the model, a JSON Schema of draft 4.',
    apimBehaviour:
      'validate-content reads 102,400 bytes of a body at most; it is a JSON Schema validator of its own, whose patterns are those of .NET.',
    remedy: 'Look at the longest bodies that callers send, and choose what becomes of longer ones.',
    differs: ['status', 'header', 'body'],
    options: [
      {
        name: VALIDATE,
        consequence:
          'Bodies of up to 102,400 bytes are validated; longer ones reach the backend unchecked, which has to refuse what is wrong in them.',
        recommended: true,
      },
      {
        name: REFUSE_LARGER,
        consequence: 'Bodies of up to 102,400 bytes are validated; longer ones are refused, right or wrong.',
      },
      {
        name: 'keep-api-gateway-origin',
        consequence: 'API Gateway stays the origin of the route and goes on validating whatever comes.',
      },
    ],
  },
  concerns: ['validator-attachment'],
  applies: ({ route, api }) => {
    const checks = bodyChecks(route, api);
    return typeof checks === 'string' || checks.length === 0 ? undefined : `${route.method} ${route.path}`;
  },
  handling: (option) =>
    option === VALIDATE || option === REFUSE_LARGER ? undefined : origin('requests are validated'),
};
