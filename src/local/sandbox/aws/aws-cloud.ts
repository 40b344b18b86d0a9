import type { Faults } from '../faults.ts';
import { listen, type Listening, type SandboxRequest, type SandboxResponse } from '../http-server.ts';
import type { Trace } from '../trace.ts';
import { accountServices, type ServicesOf } from './accounts.ts';
import { Credentials, regionOf, serviceOf, type IssuedCredentials, type Principal } from './authentication.ts';
import { canDisturb, disturbedAnswer, type Disturb } from './disturbance.ts';
import { REST_JSON } from './protocol.ts';
import { quotaKeeper, quotasOf, type AwsQuotas, type TakeQuota } from './quotas.ts';
import { Route53Changes, type RecordsChanged } from './route53/changes.ts';
import { isRead, type AwsService } from './service.ts';
import type { AwsState } from './state.ts';
import { AwsError } from './wire.ts';

export type { AwsQuotas } from './quotas.ts';

export interface AwsCloudOptions {
  /** The account in its home region, with what knows no region (zones). The cloud's credentials are its. */
  readonly state: AwsState;
  /** The same account in other regions, and other accounts, whose roles can be assumed. What is not named holds nothing. */
  readonly elsewhere?: readonly AwsState[];
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
  const { faults, metricsDelayMs = 0, latencyMs, state, elsewhere = [] } = options;
  const credentials = new Credentials();
  const quotas = quotasOf(options.quotas);
  const changes = new Route53Changes(quotas.insyncAfterMs, options.onRecordsChanged);
  const states = [state, ...elsewhere];
  const accountIds = new Set(states.map(({ accountId }) => accountId));
  const servicesOf = accountServices(states, { faults, credentials, accountIds, changes, metricsDelayMs });
  const aws = await listen(answerer(options, servicesOf, credentials, quotaKeeper(quotas, faults)), {
    onExchange: options.trace.listener('aws', serviceOf),
    ...(latencyMs === undefined ? {} : { latencyMs }),
  });
  const reads = servicesOf(state.accountId, state.region).flatMap(({ name, operations }) =>
    operations.filter(isRead).map((operation) => ({ service: name, operation })),
  );
  return { aws, credentials: credentials.issue(ownerOf(state), false), reads, close: () => aws.close() };
}

const ownerOf = ({ accountId }: AwsState): Principal => ({
  accountId,
  arn: `arn:aws:iam::${accountId}:user/crossgate`,
  userId: 'AIDACKCEVSQ6C2EXAMPLE',
});

function answerer(
  { state, disturb = () => undefined }: AwsCloudOptions,
  servicesOf: ServicesOf,
  credentials: Credentials,
  takeQuota: TakeQuota,
): (request: SandboxRequest) => SandboxResponse {
  return (request) => {
    const signingName = serviceOf(request);
    const region = regionOf(request) ?? state.region;
    const find = ({ accountId }: Pick<Principal, 'accountId'>): AwsService | undefined => {
      const candidates = servicesOf(accountId, region).filter((one) => one.signingName === signingName);
      return candidates.find((one) => one.operationOf(request) !== undefined) ?? candidates[0];
    };
    // Whoever is refused is refused in the words of the service that was asked.
    let service = find(state);
    try {
      const principal = credentials.principalOf(request) ?? ownerOf(state);
      service = find(principal);
      const operation = service?.operationOf(request);
      takeQuota({ signingName, accountId: principal.accountId, region, operation });
      if (!service) throw new AwsError('UnknownServiceException', `Service ${signingName} is not simulated`, 404);
      const kind = operation === undefined ? undefined : disturb(service.name, operation);
      return kind === undefined || operation === undefined || !canDisturb(kind, operation)
        ? service.answer(request)
        : disturbedAnswer(kind, { service, operation, method: request.method, principal });
    } catch (error) {
      if (error instanceof AwsError) return (service?.protocol ?? REST_JSON).refuse(error);
      throw error;
    }
  };
}
