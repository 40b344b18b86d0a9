import { cors as corsPolicy, deleteHeader } from '../policy/build.ts';
import { defineFeature, enter, report, NOTHING } from './feature.ts';

/** Headers that API Gateway replaces when it answers CORS itself: the backend's would come twice (edge case 34). */
const OWNED = ['Origin', 'Credentials', 'Methods', 'Headers'].map((name) => `Access-Control-Allow-${name}`);

/** The CORS configuration of an HTTP API (docs: mapping, B4). */
export const cors = defineFeature({
  id: 'cors',
  fidelity: 'C',
  claims: ['cors'],
  findings: {
    'CORS-ORIGIN-PATTERN': {
      severity: 'blocker',
      message: 'The allowed origins {detail} have no counterpart.',
      awsBehaviour: 'Origins may be given by scheme, such as https://*.',
      apimBehaviour: 'Origins are named one by one, or all by *, which must not go with credentials.',
      remedy: 'List the origins that call the API.',
    },
    'CORS-NO-ORIGIN': {
      severity: 'info',
      differs: ['status', 'header', 'body'],
      message: 'CORS is configured without an origin, so that no browser is allowed.',
      awsBehaviour: 'A preflight is answered 204 without CORS headers.',
      apimBehaviour:
        'The policy cors wants an origin, so there is none: a preflight is answered as a path that no route takes.',
      remedy: 'Nothing: a browser refuses both answers.',
    },
  },
  translate(api) {
    const { cors: configured } = api;
    if (configured === undefined) return NOTHING;
    const constructs = [{ kind: 'cors' as const, at: configured.at }];
    const isAny = configured.allowOrigins.includes('*');
    const patterns = configured.allowOrigins.filter(
      (item) => item.includes('*') && (item !== '*' || configured.allowCredentials),
    );
    if (patterns.length > 0)
      return {
        ...NOTHING,
        findings: [report(cors, 'CORS-ORIGIN-PATTERN', configured.at, patterns.join(', '))],
        entries: enter('cors', constructs, 'blocked'),
      };
    const isForNobody = configured.allowOrigins.length === 0;
    const policy = corsPolicy({
      allowCredentials: configured.allowCredentials,
      origins: isAny ? ['*'] : configured.allowOrigins,
      methods: configured.allowMethods,
      headers: configured.allowHeaders,
      exposeHeaders: configured.exposeHeaders,
      ...(configured.maxAge !== undefined && { preflightMaxAgeSeconds: configured.maxAge }),
    });
    return {
      ...NOTHING,
      policies: [
        ...(isForNobody ? [] : [{ operationIds: 'api', section: 'inbound', place: 'cors', nodes: [policy] } as const]),
        {
          operationIds: 'api',
          section: 'outbound',
          place: 'transform',
          nodes: OWNED.map((name) => deleteHeader(name)),
        },
      ],
      findings: isForNobody ? [report(cors, 'CORS-NO-ORIGIN', configured.at)] : [],
      entries: enter('cors', constructs, 'differs'),
    };
  },
});
