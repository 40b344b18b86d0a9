/**
 * Node asks callers for certificates per server, not per name, so all are asked and none must show one: which names look at it is theirs
 * to say (source-gateway/mutual-tls.ts, target-gateway/certificates.ts). A session that is taken up again needs the same context id for each name's certificate.
 */
export const SESSIONS = { sessionIdContext: 'crossgate' } as const;
export const ASKS_CALLERS = { requestCert: true, rejectUnauthorized: false, ...SESSIONS } as const;
