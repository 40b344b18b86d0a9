import { decideAround, defineAccountFeature } from '../account-feature.ts';
import { report } from '../feature.ts';
import type { AwsFunction } from '../../model/aws-account.ts';

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
    inventory.functions.map((each) =>
      decideAround(report(functions, 'LAMBDA-FUNCTION', each.at, wordsOf(each)), request),
    ),
});

function wordsOf({ name, runtime, packageType, timeout, memoryMb, vpcId, urls, invokers }: AwsFunction): string {
  const kind = runtime ?? packageType ?? 'runtime not known';
  const limits = [
    ...(timeout === undefined ? [] : [`${timeout} s`]),
    ...(memoryMb === undefined ? [] : [`${memoryMb} MB`]),
  ];
  const [url] = urls;
  const reach =
    url === undefined ? 'no function URL' : `a function URL (${url.authType}, ${url.invokeMode ?? 'BUFFERED'})`;
  const callers = invokers.length === 0 ? '' : ` Its policy lets ${invokers.join(', ')} call it.`;
  return `The function ${name} (${[kind, ...limits].join(', ')}) has ${reach}${vpcId === undefined ? '' : ` and runs in ${vpcId}`}.${callers}`;
}
