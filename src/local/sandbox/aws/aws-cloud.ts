import type { Faults } from '../faults.ts';
import { listen, type Listening, type SandboxRequest, type SandboxResponse } from '../http-server.ts';
import type { Trace } from '../trace.ts';
import { Credentials, regionOf, serviceOf, type IssuedCredentials } from './authentication.ts';
import { disturbedAnswer, type Disturb } from './disturbance.ts';
import { REST_JSON } from './protocol.ts';
import { quotaKeeper, quotasOf, type AwsQuotas } from './quotas.ts';
import { Route53Changes, type RecordsChanged } from './route53/changes.ts';
import { globalServices, regionalServices, type AccountContext } from './services.ts';
import { isRead, type AwsService } from './service.ts';
import { emptyAwsState, type AwsState } from './state.ts';
import { AwsError } from './wire.ts';

export type { AwsQuotas } from './quotas.ts';

export interface AwsCloudOptions {
  /** The account in its home region, with what knows no region (zones). */
  readonly state: AwsState;
  /** The same account in other regions; in those not named it holds nothing. */
  readonly otherRegions?: readonly AwsState[];
  readonly faults: Faults;
  readonly trace: Trace;
  /** Told after records of a zone changed, when the change is stored. */
  readonly onRecordsChanged?: RecordsChanged;
  readonly latencyMs?: number;
  /** How late metrics appear, in milliseconds; default at once. */
  readonly metricsDelayMs?: number;
  readonly quotas?: Partial<AwsQuotas>;
  /** Makes single operations fail; asked for each call. */
  readonly disturb?: Disturb;
}

/** An operation by the names that `Disturb` is asked with. */
export interface NamedOperation {
  readonly service: string;
  readonly operation: string;
}

export interface AwsCloud {
  readonly aws: Listening;
  readonly credentials: IssuedCredentials;
  /** Every operation that only reads. */
  readonly reads: readonly NamedOperation[];
  close(): Promise<void>;
}

/** Serves every simulated AWS service on one loopback socket; the credential scope of the signature tells which is meant. */
export async function startAwsCloud(options: AwsCloudOptions): Promise<AwsCloud> {
  const { faults, metricsDelayMs = 0, latencyMs, state, otherRegions = [] } = options;
  const regions = [state, ...otherRegions];
  const credentials = new Credentials();
  const quotas = quotasOf(options.quotas);
  const changes = new Route53Changes(quotas.insyncAfterMs, options.onRecordsChanged);
  const servicesIn = accountServices(state, { faults, credentials, changes, metricsDelayMs, regions });
  const takeQuota = quotaKeeper(quotas, faults);
  const admit: Admit = (request, operation) => {
    credentials.check(request);
    takeQuota({ signingName: serviceOf(request), region: regionOf(request) ?? state.region, operation });
  };
  const aws = await listen(answerer(options, servicesIn, admit), {
    onExchange: options.trace.listener('aws', serviceOf),
    ...(latencyMs === undefined ? {} : { latencyMs }),
  });
  const reads = servicesIn(state.region).flatMap(({ name, operations }) =>
    operations.filter(isRead).map((operation) => ({ service: name, operation })),
  );
  return { aws, credentials: credentials.issue(false), reads, close: () => aws.close() };
}

/** Lets a request in or throws what AWS answers to one with bad credentials or too many. */
type Admit = (request: SandboxRequest, operation: string | undefined) => void;

function answerer(
  { state, disturb = () => undefined }: AwsCloudOptions,
  servicesIn: (region: string) => readonly AwsService[],
  admit: Admit,
): (request: SandboxRequest) => SandboxResponse {
  return (request) => {
    const signingName = serviceOf(request);
    const candidates = servicesIn(regionOf(request) ?? state.region).filter((one) => one.signingName === signingName);
    const service = candidates.find((one) => one.operationOf(request) !== undefined) ?? candidates[0];
    const operation = service?.operationOf(request);
    try {
      admit(request, operation);
      if (!service) throw new AwsError('UnknownServiceException', `Service ${signingName} is not simulated`, 404);
      const kind = operation === undefined ? undefined : disturb(service.name, operation);
      return kind === undefined || operation === undefined
        ? service.answer(request)
        : disturbedAnswer(kind, service, operation, request);
    } catch (error) {
      if (error instanceof AwsError) return (service?.protocol ?? REST_JSON).refuse(error);
      throw error;
    }
  };
}

/** The services of the account in a region, made when the region is first asked. */
function accountServices(home: AwsState, context: AccountContext): (region: string) => readonly AwsService[] {
  const states = new Map(context.regions.map((one) => [one.region, one]));
  const everywhere = globalServices(home, context);
  const made = new Map<string, readonly AwsService[]>();
  return (region) => {
    const known = made.get(region);
    if (known !== undefined) return known;
    const own = states.get(region) ?? emptyAwsState(home.accountId, region);
    const services = [...everywhere, ...regionalServices(own, context)];
    made.set(region, services);
    return services;
  };
}
