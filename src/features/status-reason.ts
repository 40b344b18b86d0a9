/** Reason phrases (RFC 9110): `set-status` asks for one, and callers of HTTP/2 never see it. */
const REASONS: Readonly<Record<number, string>> = {
  200: 'OK',
  201: 'Created',
  202: 'Accepted',
  204: 'No Content',
  301: 'Moved Permanently',
  302: 'Found',
  304: 'Not Modified',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  409: 'Conflict',
  413: 'Request Entity Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

export const statusReason = (status: number): string => REASONS[status] ?? `Status ${status}`;

/** Whether a status of the source is one: three digits, the first of them 1 to 5 (RFC 9110, 15). */
export const isStatus = (text: string): boolean => /^[1-5]\d\d$/.test(text);
