import type { AwsApi, AwsDifference, AwsRoute } from '../../../model/aws.ts';
import type { SourceReading } from './source-reading.ts';

/**
 * Where methods of a REST API, or what guards them, are not what the stage's deployment says: all that AWS tells of a deployment
 * besides its export (mapping A1). Undefined, and a gap, when it cannot be read.
 */
export async function deployedGuards(
  reading: SourceReading,
  tree: AwsApi,
): Promise<readonly AwsDifference[] | undefined> {
  const { deploymentId } = tree.stage;
  if (tree.type !== 'REST' || deploymentId === undefined) return undefined;
  const { GetDeploymentCommand } = await import('@aws-sdk/client-api-gateway');
  const client = await reading.clients.restApis(reading.scope);
  const read = reading.review('GetDeployment', `/restapis/${tree.id}/deployments/${deploymentId}`, tree.at);
  const input = { restApiId: tree.id, deploymentId, embed: ['apisummary'] };
  const found = await reading.oneOrGap(read, async () => await client.send(new GetDeploymentCommand(input)));
  if (found?.apiSummary === undefined) return undefined;
  const deployed = Object.entries(found.apiSummary).flatMap(([path, methods]) =>
    Object.entries(methods).map(
      ([method, { authorizationType = 'NONE', apiKeyRequired = false }]) =>
        [`${method} ${path}`, `${authorizationType} ${apiKeyRequired}`] as const,
    ),
  );
  return compared(tree, new Map(deployed));
}

function compared({ at, routes }: AwsApi, deployed: ReadonlyMap<string, string>): readonly AwsDifference[] {
  const editable = new Map(routes.map((route) => [`${route.method} ${route.path}`, route]));
  const ofEditable = [...editable].flatMap(([what, route]): readonly AwsDifference[] => {
    const guard = deployed.get(what);
    if (guard === undefined) return [{ at: route.at, kind: 'only-editable', what }];
    return guard === guardOf(route) ? [] : [{ at: route.at, kind: 'changed', what: `${what}: authorization` }];
  });
  const gone = [...deployed.keys()].filter((what) => !editable.has(what));
  return [...ofEditable, ...gone.map((what): AwsDifference => ({ at, kind: 'only-deployed', what }))];
}

const guardOf = ({ authorizationType, apiKeyRequired }: AwsRoute): string => `${authorizationType} ${apiKeyRequired}`;
