/** What a TLS handshake with a gateway showed. */
export interface TlsHandshake {
  readonly authorized: boolean;
  /** OpenSSL's or Node's code when not authorized, such as ERR_TLS_CERT_ALTNAME_INVALID. */
  readonly code?: string;
  readonly protocol?: string;
  readonly daysLeft?: number;
}

export interface ProbeRequest {
  /** Where to connect: an address, never resolved again. */
  readonly address: string;
  readonly port: number;
  /** SNI and Host. */
  readonly hostname: string;
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface ProbeAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Bytes, cut at 1 MiB. */
  readonly bodyBytes: number;
  readonly latencyMs: number;
}

/** Calls gateways from outside as a caller would. Addresses outside the run's ranges are refused (SSRF). */
export interface Probe {
  handshake(address: string, port: number, hostname: string): Promise<TlsHandshake>;
  request(request: ProbeRequest): Promise<ProbeAnswer>;
}
