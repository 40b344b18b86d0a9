import type { InputReading } from '../model/assessment-input.ts';
import type { AwsApi, AwsRoute } from '../model/aws.ts';

/** A backend's operation and the file that describes it. */
interface Described {
  readonly route: AwsRoute;
  readonly reading: InputReading;
}

/** As much of a backend's operations must be led to before its file is taken for the description of a backend only. */
const SHARE = 0.5;

/**
 * Definitions without anything of API Gateway's may describe backends: their operations give schemas and examples to the routes of
 * other inputs that lead to them. A file most of whose operations are led to is no API of its own; any other stays one, as its
 * owner may mean it.
 */
export function matchBackends(readings: readonly InputReading[]): readonly InputReading[] {
  const index = new Map<string, Described>();
  for (const reading of readings)
    for (const route of (reading.part.apis ?? []).filter(isPlain).flatMap(({ routes }) => routes)) {
      const key = `${route.method} ${shape(route.path)}`;
      if (!index.has(key)) index.set(key, { route, reading });
    }
  if (index.size === 0) return readings;
  const led = new Set<AwsRoute>();
  const enriched = readings.map((reading) => enrich(reading, index, led));
  return enriched.map((reading) => {
    const routes = (reading.part.apis ?? []).filter(isPlain).flatMap((api) => api.routes);
    const share = routes.filter((route) => led.has(route)).length / routes.length;
    return routes.length > 0 && share >= SHARE ? asDescription(reading) : reading;
  });
}

function enrich(reading: InputReading, index: ReadonlyMap<string, Described>, led: Set<AwsRoute>): InputReading {
  const { apis } = reading.part;
  if (apis === undefined || apis.every(isPlain)) return reading;
  const documentedApis = apis.map((api) => ({
    ...api,
    routes: api.routes.map((route) => documented(route, index, led)),
  }));
  return { ...reading, part: { ...reading.part, apis: documentedApis } };
}

/** The file is accounted for by a gap of its own: nobody should wonder where its API is. */
function asDescription({ input, part }: InputReading): InputReading {
  const gap = {
    at: { arn: `file:${input.file}`, pointer: '' },
    call: 'The definition',
    reason: 'routes of other inputs lead to its operations, so it is read as the description of their backend',
    remedy: 'Assess it alone if it is an API of API Gateway itself.',
    severity: 'review' as const,
  };
  const { apis: _apis, gaps: _gaps, ...others } = part;
  return { input: { ...input, apiIds: [] }, part: { ...others, gaps: [gap] } };
}

/** No integration and no authorizer: nothing of it is API Gateway's. */
function isPlain(api: AwsApi): boolean {
  return (
    api.readFrom === 'file' &&
    api.authorizers.length === 0 &&
    api.unclaimed.length === 0 &&
    api.routes.length > 0 &&
    api.routes.every(({ integration }) => integration === undefined)
  );
}

/** A route is matched by where it leads: the method and the end of the path that its backend is called with. */
function documented(route: AwsRoute, index: ReadonlyMap<string, Described>, led: Set<AwsRoute>): AwsRoute {
  const uri = route.integration?.uri;
  if (uri === undefined || !/^https?:\/\//.test(uri)) return route;
  const segments = uri
    .replace(/^https?:\/\/[^/]+/, '')
    .split('/')
    .filter((segment) => segment !== '');
  const method = route.integration?.httpMethod ?? route.method;
  for (let from = 0; from < segments.length; from += 1) {
    const found = index.get(`${method} ${shape(`/${segments.slice(from).join('/')}`)}`);
    if (found === undefined) continue;
    led.add(found.route);
    const { documentation } = found.route;
    return documentation === undefined || isDescribed(route) ? route : { ...route, documentation };
  }
  return route;
}

function isDescribed({ documentation: own }: AwsRoute): boolean {
  return own !== undefined && (Object.keys(own.requestBody).length > 0 || Object.keys(own.responses).length > 0);
}

/** A path with its parameters' names left out. */
const shape = (path: string): string => path.replaceAll(/\{[^{}]*\}/g, '{}').replace(/\/+$/, '');
