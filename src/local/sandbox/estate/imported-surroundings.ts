import type { AwsState } from '../aws/state.ts';
import { issuersOf, addressesOf, withVariables } from './stand-ins.ts';
import { arnOf } from './surroundings/account.ts';
import { addInvokedFunction } from './surroundings/functions.ts';
import { addBalancer, addTargetGroup } from './surroundings/load-balancers.ts';
import { addNetwork, APP_SUBNETS, LINK_GROUP } from './surroundings/network.ts';
import { addPool } from './surroundings/user-pool.ts';

/** What stands beside the APIs of an account that is made from definitions: whatever they name of this account and region. */
export function addNamed(aws: AwsState): void {
  addFunctions(aws);
  addUserPools(aws);
  const links = linksOf(aws);
  const listeners = addressesOf(aws).filter((uri) => /^arn:aws:elasticloadbalancing:[^:]+:[^:]+:listener\//.test(uri));
  if (links.rest.length + links.http.length + listeners.length === 0) return;
  addNetwork(aws);
  for (const listener of listeners) addListener(aws, listener);
  for (const id of links.http)
    aws.v2VpcLinks.set(id, {
      VpcLinkId: id,
      Name: id,
      SubnetIds: [...APP_SUBNETS],
      SecurityGroupIds: [LINK_GROUP],
      VpcLinkStatus: 'AVAILABLE',
    });
  for (const id of links.rest) {
    const listener = arnOf(aws, 'elasticloadbalancing', `listener/net/${id}/50dc6c495c0c9188/f2f7dc8efc522ab2`);
    aws.vpcLinks.set(id, { id, name: id, status: 'AVAILABLE', targetArns: [addListener(aws, listener)] });
  }
}

function addFunctions(aws: AwsState): void {
  const own = arnOf(aws, 'lambda', 'function:');
  const aliases = new Map<string, Set<string>>();
  for (const uri of addressesOf(aws)) {
    const [, arn = '', name = '', alias] =
      /(arn:aws[\w-]*:lambda:[\w-]*:\d*:function:)([\w-]+)(?::([\w$-]+))?/.exec(uri) ?? [];
    if (arn !== own) continue;
    const known = aliases.get(name) ?? new Set();
    aliases.set(name, alias === undefined ? known : known.add(alias));
  }
  for (const [name, each] of aliases)
    addInvokedFunction(aws, name, 'Named by a definition', arnOf(aws, 'execute-api', '*'), [...each]);
}

function addUserPools(aws: AwsState): void {
  const host = `https://cognito-idp.${aws.region}.amazonaws.com/`;
  const audiences = [...aws.httpApis.values()].flatMap(({ authorizers }) =>
    authorizers.map(({ JwtConfiguration }) => JwtConfiguration),
  );
  for (const issuer of issuersOf(aws).filter((each) => each.startsWith(host))) {
    const clients = audiences.filter((one) => one?.Issuer === issuer).flatMap((one) => one?.Audience ?? []);
    addPool(aws, issuer.slice(host.length), clients.length > 0 ? clients : ['imported-client'], scopesOf(aws));
  }
}

function scopesOf(aws: AwsState): string[] {
  const methods = [...aws.restApis.values()].flatMap(({ resources }) =>
    resources.flatMap(({ resourceMethods = {} }) => Object.values(resourceMethods)),
  );
  const routes = [...aws.httpApis.values()].flatMap((api) => api.routes);
  const all = [
    ...methods.flatMap(({ authorizationScopes = [] }) => authorizationScopes),
    ...routes.flatMap(({ AuthorizationScopes = [] }) => AuthorizationScopes),
  ];
  return [...new Set(all)];
}

/** Ids of the links that private integrations go through, with the variables of each stage put in. */
function linksOf(aws: AwsState): { readonly rest: readonly string[]; readonly http: readonly string[] } {
  const rest = [...aws.restApis.values()].flatMap(({ resources, stages }) => {
    const methods = resources.flatMap(({ resourceMethods = {} }) => Object.values(resourceMethods));
    const ids = methods.map(({ methodIntegration }) => methodIntegration?.connectionId);
    return stages.flatMap(({ variables = {} }) => withVariables(ids, variables));
  });
  const http = [...aws.httpApis.values()].flatMap(({ integrations, stages }) => {
    const ids = integrations.map(({ ConnectionId }) => ConnectionId);
    return stages.flatMap(({ StageVariables = {} }) => withVariables(ids, StageVariables));
  });
  const unique = (ids: readonly string[]): string[] => [...new Set(ids)].filter((id) => id !== '');
  return { rest: unique(rest), http: unique(http) };
}

/** A listener with its load balancer, which leads to one address; returns the balancer's ARN. */
function addListener(aws: AwsState, listenerArn: string): string {
  const [, kind, name = 'imported'] = /:listener\/(\w+)\/([\w-]+)/.exec(listenerArn) ?? [];
  const isNetwork = kind === 'net';
  const at = { Port: 80, Protocol: isNetwork ? ('TCP' as const) : ('HTTP' as const) };
  const settings = { TargetType: 'ip' as const, Port: 8080, ...(isNetwork && { Protocol: 'TCP' as const }) };
  const group = addTargetGroup(aws, name, settings, [{ Id: '10.20.0.10', Port: 8080 }]);
  return addBalancer(aws, name, listenerArn, at, group);
}
