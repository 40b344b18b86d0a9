/** Why a host does not start, where the person who started it can put it right; the message says all. */
export class CannotStartError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'CannotStartError';
  }
}
