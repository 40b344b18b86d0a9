import { decideAround, defineAccountFeature } from '../account-feature.ts';
import { report } from '../feature.ts';

/** Functions behind routes and authorizers: who retains them calls them by another way (docs: mapping, B2; the guide, Lambda). */
export const functions = defineAccountFeature({
  id: 'functions',
  fidelity: 'D',
  findings: {
    'LAMBDA-FUNCTION': {
      severity: 'decision',
      message: '{detail}',
      awsBehaviour: 'API Gateway invokes the function by its own role.',
      apimBehaviour: 'There is no integration with functions: they are called over HTTP.',
      remedy: 'Decide what becomes of the function; until then API Gateway stays the origin of its routes.',
      options: [
        {
          name: 'retain',
          consequence:
            'The function stays; API Management reaches it through API Gateway, a function URL or a signed call.',
          recommended: true,
        },
        { name: 'replace', consequence: 'An Azure Function or a container takes its place, with the same contract.' },
      ],
    },
  },
  assess: (inventory, request) =>
    inventory.functions.map(({ at, name, runtime, packageType, urls, vpcId }) => {
      const kind = runtime ?? packageType ?? 'runtime not known';
      const reach = urls.map(({ authType }) => `a function URL (${authType})`)[0] ?? 'no function URL';
      const detail = `The function ${name} (${kind}) has ${reach}${vpcId === undefined ? '' : ` and runs in ${vpcId}`}.`;
      return decideAround(report(functions, 'LAMBDA-FUNCTION', at, detail), request);
    }),
});
