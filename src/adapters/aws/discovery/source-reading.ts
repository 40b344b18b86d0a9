import type { DiscoveryGap } from '../../model/aws-account.ts';
import type { AwsScope } from '../../ports/source-reader.ts';
import type { SourceRef } from '../../model/source-ref.ts';
import type { AwsClients } from './clients.ts';
import type { AwsRead, PacedCalls, Page } from './paced-calls.ts';
import { gapOf } from './paced-calls.ts';

/** One method's reading of one account and region: its clients, its pace, and the gaps found so far. */
export class SourceReading {
  readonly scope: AwsScope;
  readonly clients: AwsClients;
  readonly calls: PacedCalls;
  readonly gaps: DiscoveryGap[] = [];

  constructor(scope: AwsScope, clients: AwsClients, calls: PacedCalls) {
    this.scope = scope;
    this.clients = clients;
    this.calls = calls;
  }

  /** A resource of API Gateway's management, such as `/restapis/a1`. */
  arnOf(path: string): string {
    return `arn:aws:apigateway:${this.scope.region}::${path}`;
  }

  /** How a GET of API Gateway's management is named and permitted. */
  read(call: string, path: string, at: SourceRef = { arn: this.arnOf(path), pointer: '' }): AwsRead {
    return { call, permission: `apigateway:GET on ${this.arnOf(path)}`, at };
  }

  /** Every item; none, and a gap, when the call fails. */
  async allOrGap<T>(read: AwsRead, page: (position: string | undefined) => Promise<Page<T>>): Promise<readonly T[]> {
    try {
      return await this.calls.all(read, page);
    } catch (error) {
      this.gaps.push(gapOf(error, read));
      return [];
    }
  }
}
