import type { AwsApi } from '../model/aws.ts';
import type { AwsInventory } from '../model/aws-inventory.ts';
import type { AssessedApi } from '../planning/build-plan.ts';
import { backendAddress, defaultHost } from './backend-address.ts';
import { kindOf } from './backends-of.ts';
import type { Graph, GraphNode, Lane } from './model.ts';

class GraphBuilder {
  private readonly nodes = new Map<string, GraphNode>();
  private readonly edges = new Map<string, { from: string; to: string }>();

  node(lane: Lane, label: string, detail = ''): string {
    const id = `${lane} ${label} ${detail}`;
    if (!this.nodes.has(id)) this.nodes.set(id, { id, lane, label, detail });
    return id;
  }
  path(...ids: readonly string[]): void {
    for (const [index, to] of ids.entries()) {
      const from = ids[index - 1];
      if (from !== undefined) this.edges.set(`${from}\n${to}`, { from, to });
    }
  }
  graph(): Graph {
    return { nodes: [...this.nodes.values()], edges: [...this.edges.values()] };
  }
}

const hostsOf = (api: AwsApi, { domainNames }: AwsInventory): readonly string[] =>
  domainNames
    .filter(({ mappings, routingRules }) =>
      [...mappings, ...routingRules].some(({ apiId, stage }) => apiId === api.id && stage === api.stage.name),
    )
    .map(({ name }) => name);

/** The estate as it stands: name, what stands before the API, API, stage, what it calls, by which network. */
export function asIsGraph(inventory: AwsInventory): Graph {
  const graph = new GraphBuilder();
  for (const api of inventory.apis) {
    const own = defaultHost(api);
    const hosts = hostsOf(api, inventory);
    const front = graph.node('front', frontOf(api));
    const gateway = graph.node('api', api.name, `API Gateway ${api.type}`);
    const stage = graph.node(
      'stage',
      `${api.name} ${api.stage.name || '(no stage)'}`,
      api.stage.webAclArn ? 'web ACL' : '',
    );
    for (const host of hosts.length === 0 ? [own] : hosts)
      graph.path(graph.node('hostname', host), front, gateway, stage);
    for (const { integration } of api.routes) {
      if (integration === undefined) continue;
      const kind = kindOf(integration);
      const network = kind === 'private' ? 'VPC link' : kind === 'http' ? 'internet' : 'inside AWS';
      graph.path(stage, graph.node('integration', backendAddress(integration), kind), graph.node('network', network));
    }
  }
  return graph.graph();
}

/** The same estate once API Management stands before it. What keeps API Gateway as its origin is drawn so. */
export function toBeGraph(inventory: AwsInventory, apis: readonly AssessedApi[]): Graph {
  const graph = new GraphBuilder();
  for (const { api, findings, placements } of apis) {
    const origins = new Set(findings.filter(({ code }) => code === 'ROUTE-ORIGIN').map(({ at }) => at.pointer));
    const front = graph.node(
      'front',
      api.stage.webAclArn === undefined ? 'API Management' : 'API Management, web ACL at the origin',
    );
    const hosts = hostsOf(api, inventory);
    for (const { apimId, path } of placements) {
      const target = graph.node('api', apimId, 'API Management API');
      const mounted = graph.node('stage', `/${path}`, 'path');
      for (const host of hosts.length === 0 ? ['gateway host of the service'] : hosts)
        graph.path(graph.node('hostname', host), front, target, mounted);
      for (const { at, integration } of api.routes) {
        if (integration === undefined) continue;
        const kind = kindOf(integration);
        const keeps = kind === 'function' || kind === 'aws-service' || origins.has(at.pointer);
        const label = keeps ? `API Gateway ${api.name}` : backendAddress(integration);
        const network = keeps ? 'internet to AWS' : kind === 'private' ? 'network path to AWS' : 'internet';
        graph.path(
          mounted,
          graph.node('integration', label, keeps ? 'kept as origin' : kind),
          graph.node('network', kind === 'mock' ? 'none' : network),
        );
      }
    }
  }
  return graph.graph();
}

function frontOf({ endpointType, stage }: AwsApi): string {
  const where = { EDGE: 'CloudFront edge', REGIONAL: 'regional endpoint', PRIVATE: 'VPC endpoint' }[endpointType];
  return stage.webAclArn === undefined ? where : `AWS WAF, ${where}`;
}
