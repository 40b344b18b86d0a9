import { emptyAwsState } from '../aws/state.ts';
import { addCustomDomain, addHostedZone } from './custom-domain.ts';
import type { CertificateIssuer, EstateCaller, SampleEstate } from './sample-estate.ts';
import { addHttpApi, addRestApi } from './stage.ts';

const MOST_CALLERS = 5;

/** An estate of one API, made from a definition document, at `<name>.imported.example`. Throws ImportRefused. */
export async function estateFromDefinition(
  options: { readonly definition: string; readonly name: string; readonly kind: 'rest' | 'http' },
  issuer: CertificateIssuer,
): Promise<SampleEstate> {
  const aws = emptyAwsState();
  const rest = options.kind === 'rest';
  const apiId = rest ? addRestApi(aws, options.definition, 'prod') : addHttpApi(aws, options.definition);
  const hostname = `${options.name}.imported.example`;
  const record = await addCustomDomain(aws, issuer, hostname, [{ key: '', apiId, stage: rest ? 'prod' : '$default' }]);
  addHostedZone(aws, 'imported.example', [record]);
  const uris = [
    ...[...aws.restApis.values()].flatMap(({ resources }) =>
      resources.flatMap(({ resourceMethods }) =>
        Object.values(resourceMethods ?? {}).map((method) => method.methodIntegration?.uri),
      ),
    ),
    ...[...aws.httpApis.values()].flatMap(({ integrations }) =>
      integrations.map(({ IntegrationUri }) => IntegrationUri),
    ),
  ].filter((uri) => uri !== undefined);
  const matches = (pattern: RegExp): string[] => [...new Set(uris.flatMap((uri) => pattern.exec(uri)?.[1] ?? []))];
  return {
    aws,
    backends: matches(/^https?:\/\/([^/:?{}$]+)(?=[/:?]|$)/).map((host) => ({ host, behaviour: 'echo' })),
    lambdas: matches(/(arn:aws:lambda:[\w-]+:\d+:function:[\w-]+)/).map((arn) => ({ arn, behaviour: 'echo' })),
    callers: callable(aws, hostname),
  };
}

/** Open GET methods without input of their own: what can be called with no knowledge of the API. */
function callable(aws: SampleEstate['aws'], hostname: string): EstateCaller[] {
  const rest = [...aws.restApis.values()]
    .flatMap(({ resources }) => resources)
    .flatMap((resource) => {
      const method = resource.resourceMethods?.['GET'];
      const open = method?.methodIntegration && method.authorizationType === 'NONE' && !method.apiKeyRequired;
      return open && !resource.path?.includes('{') ? [resource.path ?? '/'] : [];
    });
  const http = [...aws.httpApis.values()]
    .flatMap(({ routes }) => routes)
    .flatMap(({ RouteKey, AuthorizationType, Target }) => {
      const [verb, path] = (RouteKey ?? '').split(' ');
      return verb === 'GET' && path && !path.includes('{') && AuthorizationType === 'NONE' && Target ? [path] : [];
    });
  return [...rest, ...http]
    .slice(0, MOST_CALLERS)
    .map((path) => ({ name: `GET ${path}`, hostname, method: 'GET', path, expectStatus: 200 }));
}
