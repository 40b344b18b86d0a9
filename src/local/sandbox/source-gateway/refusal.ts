import type { GatewayResponseType } from '@aws-sdk/client-api-gateway';

/** Ends a call with a gateway response; its status and body are decided where the API's own responses are known. */
export class Refusal extends Error {
  readonly type: GatewayResponseType;
  readonly status: number;

  constructor(type: GatewayResponseType, status: number, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'Refusal';
    this.type = type;
    this.status = status;
  }
}

/** Something the API asks for and the sandbox cannot do: a 500 for the caller and a line in the log. */
export class Unsimulated extends Error {
  constructor(what: string) {
    super(`${what} is not simulated`);
    this.name = 'Unsimulated';
  }
}
