import type { AwsState } from './state.ts';
import { badRequest, notFound } from './wire.ts';

type Tags = Readonly<Record<string, string>>;
interface Tagged {
  readonly tags?: Tags | undefined;
  readonly Tags?: Tags | undefined;
}

/** Tags of anything of API Gateway's that can have some, by its ARN; both control planes tell them. @throws AwsError */
export function tagsOf(state: AwsState, arn: string): Tags {
  const [, region, path] = /^arn:aws:apigateway:([\w-]+)::\/(.+)$/.exec(arn) ?? [];
  if (path === undefined) throw badRequest(`Invalid ARN specified in the request: ${arn}`);
  const [kind = '', id = '', , sub = ''] = path.split('/');
  const thing =
    region === state.region ? find(state, kind, id, path.includes('/stages/') ? sub : undefined) : undefined;
  if (thing === undefined) throw notFound('Invalid resource ARN specified');
  return thing.tags ?? thing.Tags ?? {};
}

function find(state: AwsState, kind: string, id: string, stage: string | undefined): Tagged | undefined {
  switch (kind) {
    case 'restapis': {
      const api = state.restApis.get(id);
      return stage === undefined ? api?.api : api?.stages.find(({ stageName }) => stageName === stage);
    }
    case 'apis': {
      const api = state.httpApis.get(id);
      return stage === undefined ? api?.api : api?.stages.find(({ StageName }) => StageName === stage);
    }
    case 'domainnames':
      return state.domainNames.get(id)?.domain;
    case 'usageplans':
      return state.usagePlans.get(id)?.plan;
    case 'apikeys':
      return state.apiKeys.get(id);
    case 'clientcertificates':
      return state.clientCertificates.get(id);
    case 'vpclinks':
      return state.vpcLinks.get(id) ?? state.v2VpcLinks.get(id);
    default:
      return undefined;
  }
}
