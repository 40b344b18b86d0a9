import type { AwsApi, AwsRoute } from '../model/aws.ts';
import type { Finding } from '../model/finding.ts';
import type { ApimTier } from '../model/tier.ts';
import { TIER_LIMITS } from '../model/tier-limits.ts';
import { choose, forwardRequest, setBackendService, setHeader, setMethod } from '../policy/build.ts';
import type { PolicyNode } from '../policy/tree.ts';
import { isCanaryRequest } from './canary.ts';
import { clientCertificateOf, type VaultCertificate } from './client-certificate.ts';
import { defineFeature, report, NOTHING, type Contribution, type PolicyContribution } from './feature.ts';
import { requestPolicies } from './http-request.ts';
import { besideTemplates } from './mapping-templates.ts';
import { bodyPolicies } from './request-body.ts';
import { shortHash, slug } from './operations.ts';
import type { BackendTerms, Handling, RoutePlan } from './handling.ts';
import { enterChosen } from './route-choice.ts';

type HttpPlan = RoutePlan & { readonly handling: Extract<Handling, { kind: 'http' }> };

/** API Gateway's own limits, in milliseconds (docs: mapping, B2): API Management would wait 300 seconds. */
export const DEFAULT_TIMEOUT_MS = { REST: 29_000, HTTP: 30_000, WEBSOCKET: 29_000 } as const;

/** HTTP_PROXY and HTTP: a backend, mapped parameters and answers, and API Gateway's timeout (docs: mapping, B2). */
export const httpIntegration = defineFeature({
  id: 'http-integration',
  fidelity: 'C',
  claims: ['integration', 'integration-response', 'mapping-template'],
  findings: {
    'HTTP-GATEWAY-HEADERS': {
      severity: 'info',
      differs: ['header', 'backend header'],
      message: 'Headers that API Gateway adds, renames or keeps back are as they are sent.',
      awsBehaviour:
        "Backends get X-Amzn-Trace-Id and X-Amzn-Apigateway-Api-Id and none of the connection's headers; callers get Date, Server and others as x-amzn-Remapped-*.",
      apimBehaviour: 'Headers pass with their own names, in both directions.',
      remedy: 'Set by a policy what a backend or a caller reads.',
    },
    'HTTP-STREAM': {
      severity: 'review',
      message: 'Answers of {detail} are passed on as they come.',
      awsBehaviour: 'A stream lasts for 15 minutes at most, and is cut off when nothing comes for five.',
      apimBehaviour:
        "The timeout is for the answer's beginning; a connection on which nothing comes for four minutes is closed by the load balancer before the service. Nothing may read bodies beside, such as a diagnostic that logs them.",
      remedy: 'Let the backend send something every minute, and leave bodies out of diagnostics of all APIs.',
    },
    'HTTP-CUSTOM-HEADERS': {
      severity: 'review',
      differs: ['backend header'],
      message: 'The backend of {detail} gets headers of the caller that it did not get before.',
      awsBehaviour: 'A custom HTTP integration sends mapped headers only.',
      apimBehaviour: 'Headers pass, but for Authorization, Cookie and x-api-key.',
      remedy: 'Delete by a policy what the backend must not see.',
    },
    'HTTP-TIMEOUT-IN-TIER': {
      severity: 'review',
      differs: ['status', 'header', 'body'],
      message: '{detail}',
      awsBehaviour: 'API Gateway waits for the backend as long as the integration says.',
      apimBehaviour: 'A request of the Consumption tier takes 30 seconds at most, with all that policies do.',
      remedy: 'Make the backend answer sooner, or plan for another tier.',
    },
  },
  translate(api, context) {
    const own = context.routes.filter(isHttp);
    if (own.length === 0) return NOTHING;
    const findings = [report(httpIntegration, 'HTTP-GATEWAY-HEADERS', api.at)];
    const shown = own.filter(({ handling }) => handling.backend.certificateId !== undefined);
    const certificate = shown.length === 0 ? undefined : clientCertificateOf(api, context);
    const first = { ...NOTHING, findings, resources: certificateResource(certificate, shown) };
    return own.reduce<Contribution>(
      (sum, plan) => merge(sum, translateRoute(plan, api, context.tier, certificate)),
      first,
    );
  },
});

const isHttp = (plan: RoutePlan): plan is HttpPlan => plan.handling.kind === 'http';

function certificateResource(
  certificate: VaultCertificate | undefined,
  shown: readonly HttpPlan[],
): Contribution['resources'] {
  if (certificate === undefined) return [];
  const { path, properties } = certificate;
  return [{ path, properties, from: shown.map(({ route }) => route.at) }];
}

function merge(a: Contribution, b: Contribution): Contribution {
  return {
    resources: [...a.resources, ...b.resources],
    policies: [...a.policies, ...b.policies],
    findings: [...a.findings, ...b.findings],
    entries: [...a.entries, ...b.entries],
  };
}

/** Id of the backend entity for an origin: the same on every run, apart for every API so that one undo harms no other. */
export function backendId(api: AwsApi, origin: string, terms: BackendTerms = {}): string {
  // Routes that call one address on other terms have a backend of their own.
  const called = Object.keys(terms).length === 0 ? origin : `${origin} ${JSON.stringify(terms)}`;
  return `${slug(origin.replace(/^https?:\/\//, ''))}-${shortHash(`${api.id} ${api.stage.name} ${called}`)}`;
}

/** The entity: API Gateway looks at the name of a certificate also where it does not ask who signed it (TlsConfig, checked 2026-11-29). */
function backendProperties(
  url: string,
  { isUnverified, certificateId }: BackendTerms,
): Readonly<Record<string, unknown>> {
  const tls = { validateCertificateChain: false, validateCertificateName: true };
  return {
    url,
    protocol: 'http',
    ...(isUnverified === true && { tls }),
    ...(certificateId !== undefined && { credentials: { certificateIds: [certificateId] } }),
  };
}

function translateRoute(
  plan: HttpPlan,
  api: AwsApi,
  tier: ApimTier,
  certificate: VaultCertificate | undefined,
): Contribution {
  const { route, handling, operations } = plan;
  const { integration } = route;
  const operationIds = operations.map(({ id }) => id);
  const timeoutMs = integration?.timeoutMs ?? DEFAULT_TIMEOUT_MS[api.type];
  const name = `${route.method} ${route.path}`;
  const method = integration?.httpMethod;
  const otherMethod = method !== undefined && method !== 'ANY' && method !== route.method ? [setMethod(method)] : [];
  const policies: PolicyContribution[] = [
    {
      operationIds,
      section: 'inbound',
      place: 'backend',
      nodes: [
        ...handling.kept,
        ...bodyPolicies(handling.body, api, handling.payload),
        ...otherMethod,
        ...backendNodes(handling, api),
        ...(handling.backend.host === undefined ? [] : [setHeader('Host', [handling.backend.host])]),
        ...requestPolicies(handling.request, handling.isCustom),
      ],
    },
    timeoutOf(operationIds, timeoutMs, handling.isStreamed),
  ];
  if (handling.answer.length > 0)
    policies.push({ operationIds, section: 'outbound', place: 'transform', nodes: handling.answer });
  const { origin, canary, backend } = handling;
  const resources = [origin, ...(canary === undefined ? [] : [canary.origin])].map((url) => ({
    path: `backends/${backendId(api, url, backend)}`,
    properties: backendProperties(url, backend),
    from: [route.at],
    ...(certificate !== undefined && { needs: [certificate.path] }),
  }));
  return {
    resources,
    policies,
    findings: [
      ...codesOf(handling).map((code) => report(httpIntegration, code, route.at, name)),
      ...slowerThanTier(route, timeoutMs, tier),
    ],
    entries: enterChosen('http-integration', plan, besideTemplates(route, handling.templates), 'differs'),
  };
}

/** What API Gateway waits for longer than the tier lets a request take. */
function slowerThanTier({ at, method, path }: AwsRoute, timeoutMs: number, tier: ApimTier): readonly Finding[] {
  const most = TIER_LIMITS[tier].requestSeconds;
  if (most === undefined || timeoutMs <= most * 1000) return [];
  const detail = `${method} ${path} may take ${timeoutMs / 1000} seconds; a request of the ${tier} tier takes ${most} at most.`;
  return [report(httpIntegration, 'HTTP-TIMEOUT-IN-TIER', at, detail)];
}

/** The backend, or by chance that of the canary. */
function backendNodes({ origin, backend, canary }: HttpPlan['handling'], api: AwsApi): readonly PolicyNode[] {
  const to = (url: string) => setBackendService({ backendId: backendId(api, url, backend) });
  if (canary === undefined) return [to(origin)];
  return [choose([{ condition: isCanaryRequest(canary.percent), policies: [to(canary.origin)] }], [to(origin)])];
}

const codesOf = ({ isCustom, isStreamed }: HttpPlan['handling']): readonly string[] => [
  ...(isCustom ? ['HTTP-CUSTOM-HEADERS'] : []),
  ...(isStreamed ? ['HTTP-STREAM'] : []),
];

/** `forward-request` with a limit: it takes the place of the one in the wider scopes, which would call the backend twice. */
export function timeoutOf(
  operationIds: PolicyContribution['operationIds'],
  timeoutMs: number,
  isStreamed = false,
): PolicyContribution {
  return {
    operationIds,
    section: 'backend',
    place: 'backend',
    nodes: [forwardRequest({ timeoutMs, ...(isStreamed && { bufferResponse: false }) })],
    replacesBase: true,
  };
}
