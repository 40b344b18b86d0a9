/** A refusal in the service's own words. `code` is the exception name the SDK client reports as `error.name`. */
export class AwsError extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.name = 'AwsError';
    this.code = code;
    this.status = status;
  }
}

export const notFound = (message: string): AwsError => new AwsError('NotFoundException', message, 404);
export const badRequest = (message: string): AwsError => new AwsError('BadRequestException', message, 400);

/** JSON with timestamps as epoch seconds and bytes as base64: what REST-JSON (API Gateway v1) and JSON 1.0/1.1 speak by default. */
export function epochJson(value: unknown): string {
  return JSON.stringify(withEpochDates(value));
}

function withEpochDates(value: unknown): unknown {
  if (value instanceof Date) return value.getTime() / 1000;
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(withEpochDates);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withEpochDates(item)]));
}
