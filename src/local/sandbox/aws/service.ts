import type { SandboxRequest, SandboxResponse } from '../http-server.ts';
import type { Protocol } from './protocol.ts';
import { AwsError } from './wire.ts';

/** One simulated service, as one region of an account has it. */
export interface AwsService {
  /** As the AWS CLI names it: `elbv2`, `cognito-idp`. API Gateway's two control planes are two services. */
  readonly name: string;
  /** In the credential scope of a signature, and before the colon of an IAM action. */
  readonly signingName: string;
  readonly protocol: Protocol;
  /** What it can do, named as in its API reference. */
  readonly operations: readonly string[];
  /** The operation that a request means; undefined when it is none of them. */
  operationOf(request: SandboxRequest): string | undefined;
  /** @throws AwsError for what the service refuses */
  answer(request: SandboxRequest): SandboxResponse;
}

/** Whether an operation only tells something: what discovery may call. */
export function isRead(operation: string): boolean {
  return /^(?:Describe|Discover|Export|Get|Head|List|Search)[A-Z]/.test(operation) || operation === 'Search';
}

/** Answers a request that means no operation of the service, as the service itself would. */
export function unknownOperation({ protocol, name }: Pick<AwsService, 'protocol' | 'name'>, what: string): AwsError {
  const { code, status } = protocol.unknownOperation;
  return new AwsError(code, `${name} has no operation ${what} here`, status);
}
