import { toBytes, type Entries, type SimulatedResponse } from './message.ts';

/** A failure that the gateway knows: it fills context.LastError, runs on-error and, unless that changes it, answers so. */
export class GatewayFailure extends Error {
  override readonly name = 'GatewayFailure';
  readonly source: string;
  readonly reason: string;
  readonly status: number;
  readonly headers: Entries;

  constructor(failure: {
    readonly source: string;
    readonly reason: string;
    readonly message: string;
    readonly status: number;
    readonly headers?: Entries;
  }) {
    super(failure.message);
    this.source = failure.source;
    this.reason = failure.reason;
    this.status = failure.status;
    this.headers = failure.headers ?? [];
  }
}

/** A configuration that the simulator cannot run faithfully. It answers 500 and on-error may not hide it. */
export class SimulatorDefect extends Error {
  override readonly name = 'SimulatorDefect';
}

const REASONS: Readonly<Record<number, string>> = {
  200: 'OK',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Resource Not Found',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
};

export function reasonOf(status: number): string {
  return REASONS[status] ?? '';
}

/** The gateway's own answer, in its layout. */
export function gatewayAnswer(status: number, message: string, headers: Entries = []): SimulatedResponse {
  const body = toBytes(`{ "statusCode": ${status}, "message": ${JSON.stringify(message)} }`);
  return { status, reason: reasonOf(status), headers: [['Content-Type', 'application/json'], ...headers], body };
}

/** 5xx answers tell callers nothing. */
export function answerOf(failure: GatewayFailure): SimulatedResponse {
  const message = failure.status >= 500 ? 'Internal server error' : failure.message;
  return gatewayAnswer(failure.status, message, failure.headers);
}
