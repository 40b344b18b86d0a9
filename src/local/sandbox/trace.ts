import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ExchangeListener, SandboxRequest, SandboxResponse } from './http-server.ts';

/** One line of `azure.jsonl` or `aws.jsonl`: an exchange as it passed the sandbox's socket, credentials and keys redacted. */
export interface TracedExchange {
  readonly time: string;
  readonly service: string;
  readonly method: string;
  readonly url: string;
  readonly requestHeaders: Readonly<Record<string, string>>;
  readonly requestBody: unknown;
  readonly status: number;
  readonly responseHeaders: Readonly<Record<string, string>>;
  readonly responseBody: unknown;
}

const SECRET_HEADERS = /^(authorization|x-amz-security-token|x-identity-header|x-api-key|cookie|set-cookie)$/i;
/** Members whose value is a credential or a key, whatever document they stand in. */
const SECRET_MEMBERS =
  /^(primaryKey|secondaryKey|access_token|Passphrase|PrivateKey|pwd|SecretAccessKey|SessionToken)$/;

/** Counts requests per service and, when `directory` is given, appends each exchange to a trace file there. */
export class Trace {
  readonly counts = new Map<string, number>();
  readonly #directory: string | undefined;

  constructor(directory?: string) {
    this.#directory = directory;
    if (directory !== undefined) mkdirSync(directory, { recursive: true });
  }

  /** A listener for one file (`azure` or `aws`); `service` names the service that a request is for. */
  listener(file: 'azure' | 'aws', service: (request: SandboxRequest) => string): ExchangeListener {
    return (request, response) => {
      const name = service(request);
      this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
      if (this.#directory === undefined) return;
      appendFileSync(join(this.#directory, `${file}.jsonl`), `${JSON.stringify(traced(name, request, response))}\n`);
    };
  }
}

function traced(service: string, request: SandboxRequest, response: SandboxResponse): TracedExchange {
  const responseHeaders: Record<string, string> = {};
  for (const [name, value] of Object.entries(response.headers ?? {}))
    responseHeaders[name] = typeof value === 'string' ? value : value.join(', ');
  return {
    time: new Date().toISOString(),
    service,
    method: request.method,
    url: request.url.href,
    requestHeaders: redactHeaders(request.headers),
    requestBody: redactBody(request.body.toString('utf8'), service),
    status: response.status,
    responseHeaders: redactHeaders(responseHeaders),
    responseBody: redactBody(response.body === undefined ? '' : response.body.toString(), service),
  };
}

function redactHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, SECRET_HEADERS.test(name) ? 'REDACTED' : value]),
  );
}

/** JSON bodies become values so that a reader need not parse twice; anything else stays text. */
function redactBody(text: string, service: string): unknown {
  if (text === '') return undefined;
  try {
    // A Key Vault import carries the PFX in `value`, an API key of API Gateway its value.
    const secrets = service === 'keyvault' || service === 'apigateway' ? /^(value|pwd)$/ : SECRET_MEMBERS;
    return redactValue(JSON.parse(text), secrets);
  } catch {
    // STS answers in XML.
    return text.replace(/<(SecretAccessKey|SessionToken)>[^<]*</g, '<$1>REDACTED<');
  }
}

function redactValue(value: unknown, secretMembers: RegExp, secret = false): unknown {
  if (Array.isArray(value)) return value.map((item) => redactValue(item, secretMembers, secret));
  if (value === null || typeof value !== 'object') return secret && typeof value === 'string' ? 'REDACTED' : value;
  const isSecretNamedValue = (value as { secret?: unknown }).secret === true;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      redactValue(item, secretMembers, secretMembers.test(key) || (isSecretNamedValue && key === 'value')),
    ]),
  );
}
