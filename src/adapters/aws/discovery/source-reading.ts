import type { Unclaimed } from '../../../model/aws.ts';
import type { DiscoveryGap } from '../../../model/aws-account.ts';
import type { SourceRef } from '../../../model/source-ref.ts';
import type { AwsScope } from '../../../ports/source-reader.ts';
import { FailureError } from '../../../model/outcome.ts';
import type { AwsClients } from '../clients.ts';
import { API_GATEWAY, gapOf, type AwsRead, type PacedCalls, type Page } from './paced-calls.ts';

/** A read of a service other than API Gateway. */
export interface ServiceRead {
  /** IAM action, such as `wafv2:GetWebACL`; its operation is the call. */
  readonly action: string;
  /** ARN, or `*`. */
  readonly resource: string;
  readonly at?: SourceRef;
  readonly severity?: 'review';
  /** Where the operation is not called as the action is. */
  readonly call?: string;
}

/** One method's reading of one account and region: its clients, its pace, and what it could not read or does not know. */
export class SourceReading {
  readonly scope: AwsScope;
  readonly clients: AwsClients;
  readonly calls: PacedCalls;
  readonly gaps: DiscoveryGap[] = [];
  readonly unclaimed: Unclaimed[] = [];

  constructor(scope: AwsScope, clients: AwsClients, calls: PacedCalls) {
    this.scope = scope;
    this.clients = clients;
    this.calls = calls;
  }

  /** A resource of API Gateway's management, such as `/restapis/a1`. */
  arnOf(path: string): string {
    return `arn:aws:apigateway:${this.scope.region}::${path}`;
  }

  /** A resource of another service in this account and region, such as `('ec2', 'vpc-endpoint/vpce-1')`. */
  arnIn(service: string, resource: string): string {
    return `arn:aws:${service}:${this.scope.region}:${this.scope.account}:${resource}`;
  }

  /** How a GET of API Gateway's management is named and permitted. */
  read(call: string, path: string, at: SourceRef = { arn: this.arnOf(path), pointer: '' }): AwsRead {
    return { service: API_GATEWAY, call, permission: `apigateway:GET on ${this.arnOf(path)}${this.#inAccount()}`, at };
  }

  /** `read`, of what can change no access. */
  review(call: string, path: string, at?: SourceRef): AwsRead {
    return { ...this.read(call, path, at), severity: 'review' };
  }

  /** How a read of another service is named and permitted. */
  readOf({ action, resource, at, severity, call }: ServiceRead): AwsRead {
    const [service = '', operation = ''] = action.split(':');
    return {
      service,
      call: call ?? operation,
      permission: `${action} on ${resource}${this.#inAccount()}`,
      at: at ?? { arn: resource === '*' ? this.arnIn(service, '*') : resource, pointer: '' },
      ...(severity && { severity }),
    };
  }

  /** Every item; none, and a gap, when the call fails. */
  async allOrGap<T>(read: AwsRead, page: (position: string | undefined) => Promise<Page<T>>): Promise<readonly T[]> {
    return (await this.allIfRead(read, page)) ?? [];
  }

  /** Every item; undefined, and a gap, when the call fails. */
  async allIfRead<T>(
    read: AwsRead,
    page: (position: string | undefined) => Promise<Page<T>>,
  ): Promise<readonly T[] | undefined> {
    return await this.#orGap(read, async () => await this.calls.all(read, page));
  }

  /** What one call answers; undefined, and a gap, when it fails. */
  async oneOrGap<T>(read: AwsRead, send: () => Promise<T>): Promise<T | undefined> {
    return await this.#orGap(read, async () => await this.calls.send(read, send));
  }

  /**
   * What one reader gives; nothing, and a gap, when AWS answers what its reference does not say. One such answer must not take all the
   * rest with it.
   */
  async readable<T>(what: AwsRead, read: () => Promise<readonly T[]>): Promise<readonly T[]> {
    try {
      return await read();
    } catch (error) {
      this.gaps.push(gapOf(error instanceof FailureError ? error : unreadable(error, what), what));
      return [];
    }
  }

  #inAccount(): string {
    return this.scope.account === '' ? '' : ` in account ${this.scope.account}`;
  }

  async #orGap<T>(read: AwsRead, ask: () => Promise<T>): Promise<T | undefined> {
    try {
      return await ask();
    } catch (error) {
      this.gaps.push(gapOf(error, read));
      return undefined;
    }
  }
}

/** An answer that is of another form than AWS documents: an emulator's, or a defect of ours, which has to be seen. */
function unreadable(error: unknown, { call, at }: AwsRead): FailureError {
  const said = error instanceof Error ? error.message : String(error);
  const message = `${call} answered what its reference does not say (${said})`;
  return new FailureError({ kind: 'invalid', code: 'unreadable-answer', message, at: at.arn }, { cause: error });
}
