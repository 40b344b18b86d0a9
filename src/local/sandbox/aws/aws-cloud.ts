import type { Faults } from '../faults.ts';
import { listen, type Listening, type SandboxRequest, type SandboxResponse } from '../http-server.ts';
import type { Trace } from '../trace.ts';
import { answerAcm } from './acm.ts';
import { apiGatewayV1 } from './api-gateway-v1/routes.ts';
import { apiGatewayV2 } from './api-gateway-v2/routes.ts';
import { Credentials, serviceOf, type IssuedCredentials } from './authentication.ts';
import { answerCloudWatch } from './cloudwatch.ts';
import { answerRoute53, ROUTE53_NAMESPACE, type RecordsChanged } from './route53/routes.ts';
import { Route53Changes } from './route53/changes.ts';
import type { AwsState } from './state.ts';
import { answerSts, STS_NAMESPACE } from './sts.ts';
import { TokenBucket } from './token-bucket.ts';
import { AwsError, jsonError, restJsonError, xmlError } from './wire.ts';
import { route } from './router.ts';

/** Control-plane quotas. Defaults are AWS's, fixed per account (mapping A2 and Route 53's quotas, 2026-11-23). */
export interface AwsQuotas {
  /** API Gateway, all operations together, a second. */
  readonly apiGatewayRate: number;
  readonly apiGatewayBurst: number;
  /** Route 53, a second. */
  readonly route53Rate: number;
  /** How long a change of records stays PENDING, in milliseconds; the real service takes up to a minute. */
  readonly insyncAfterMs: number;
}

const DEFAULT_QUOTAS: AwsQuotas = { apiGatewayRate: 10, apiGatewayBurst: 40, route53Rate: 5, insyncAfterMs: 300 };

export interface AwsCloudOptions {
  readonly state: AwsState;
  readonly faults: Faults;
  readonly trace: Trace;
  /** Told after records of a zone changed, when the change is stored. */
  readonly onRecordsChanged?: RecordsChanged;
  readonly latencyMs?: number;
  /** How late metrics appear, in milliseconds; default at once. */
  readonly metricsDelayMs?: number;
  readonly quotas?: Partial<AwsQuotas>;
}

export interface AwsCloud {
  readonly aws: Listening;
  readonly credentials: IssuedCredentials;
  close(): Promise<void>;
}

/** Serves every simulated AWS service on one loopback socket; the credential scope of the signature tells which is meant. */
export async function startAwsCloud(options: AwsCloudOptions): Promise<AwsCloud> {
  const credentials = new Credentials();
  const answer = answerer(options, credentials);
  const aws = await listen(answer, {
    onExchange: options.trace.listener('aws', serviceOf),
    ...(options.latencyMs === undefined ? {} : { latencyMs: options.latencyMs }),
  });
  return { aws, credentials: credentials.issue(false), close: () => aws.close() };
}

function answerer(options: AwsCloudOptions, credentials: Credentials): (request: SandboxRequest) => SandboxResponse {
  const { state, faults } = options;
  const quotas = { ...DEFAULT_QUOTAS, ...options.quotas };
  // Fault `throttled`: the customer's other tooling has eaten most of the account's quota.
  const gatewayBucket = new TokenBucket(quotas.apiGatewayRate, quotas.apiGatewayBurst);
  const scarceBucket = new TokenBucket(2, 2);
  const zoneBucket = new TokenBucket(quotas.route53Rate, quotas.route53Rate);
  const changes = new Route53Changes(quotas.insyncAfterMs, options.onRecordsChanged);
  const gateway = [...apiGatewayV2(state), ...apiGatewayV1(state)];
  const services: Readonly<Record<string, (request: SandboxRequest) => SandboxResponse>> = {
    apigateway: (request) => {
      if (!(faults.isActive('throttled') ? scarceBucket : gatewayBucket).take())
        throw new AwsError('TooManyRequestsException', 'Too Many Requests', 429);
      const response = route(gateway, request);
      if (!response) throw new AwsError('UnknownOperationException', `${request.method} ${request.url.pathname}`, 404);
      return response;
    },
    acm: (request) => answerAcm(state, faults, request),
    monitoring: (request) => answerCloudWatch(state, request, options.metricsDelayMs ?? 0),
    sts: (request) => answerSts(state, credentials, request),
    route53: (request) => {
      if (!zoneBucket.take()) throw new AwsError('Throttling', 'Rate exceeded', 400);
      return answerRoute53(state, faults, changes, request);
    },
  };
  return (request) => {
    const service = serviceOf(request);
    try {
      credentials.check(request);
      const serve = services[service];
      if (!serve) throw new AwsError('UnknownServiceException', `Service ${service} is not simulated`, 404);
      return serve(request);
    } catch (error) {
      if (error instanceof AwsError) return refusal(service, error);
      throw error;
    }
  };
}

/** Each protocol words a refusal in its own way. */
function refusal(service: string, error: AwsError): SandboxResponse {
  if (service === 'route53') return xmlError(error, ROUTE53_NAMESPACE);
  if (service === 'sts') return xmlError(error, STS_NAMESPACE);
  return service === 'acm' || service === 'monitoring' ? jsonError(error) : restJsonError(error);
}
