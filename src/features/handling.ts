import type { ApimOperation } from '../model/apim.ts';
import type { AwsRoute } from '../model/aws.ts';
import type { ConstructKind } from '../model/construct.ts';
import type { Finding } from '../model/finding.ts';
import type { LedgerColumn } from '../model/plan.ts';
import type { PolicyDocument, PolicyNode } from '../policy/tree.ts';
import type { RequestMapping } from './http-request.ts';
import type { TemplateUse } from './mapping-template.ts';
import type { PayloadTerms } from './payload-conversion.ts';
import type { RequestBody } from './request-body.ts';
import type { FunctionCall } from './lambda-target.ts';
import type { ServiceCall } from './service-call.ts';

/** What a backend's entity says besides its address. */
export interface BackendTerms {
  /** Its certificate need not come from an authority that is known. */
  readonly isUnverified?: true;
  /** The name that it is called by, where that is not the one of its address. */
  readonly host?: string;
  /** The certificate that it is shown, as ARM names it. */
  readonly certificateId?: string;
}

/** How a route is carried: natively, by API Gateway staying its origin, or not at all because behaviour or access would change. */
export type Handling =
  | {
      readonly kind: 'http';
      readonly origin: string;
      /** How the backend is known and called, where that is not as usual. */
      readonly backend: BackendTerms;
      /** Address of the backend of a canary, and the share of the requests that it gets. */
      readonly canary?: { readonly origin: string; readonly percent: number };
      readonly isCustom: boolean;
      /** What is kept of the request before it is changed. */
      readonly kept: readonly PolicyNode[];
      readonly request: RequestMapping;
      readonly body: RequestBody;
      /** How payloads are converted, where they are. */
      readonly payload?: PayloadTerms;
      /** The answer is passed on as it comes. */
      readonly isStreamed: boolean;
      /** Policies of the outbound section that make the caller's answer. */
      readonly answer: readonly PolicyNode[];
      readonly templates: readonly TemplateUse[];
    }
  | {
      readonly kind: 'mock';
      readonly body: RequestBody;
      /** Policies that answer. */
      readonly answer: readonly PolicyNode[];
      readonly templates: readonly TemplateUse[];
    }
  | { readonly kind: 'function'; readonly call: FunctionCall; readonly templates: readonly TemplateUse[] }
  | { readonly kind: 'service'; readonly call: ServiceCall; readonly templates: readonly TemplateUse[] }
  | { readonly kind: 'override'; readonly document: PolicyDocument }
  | {
      readonly kind: 'origin';
      readonly why: string;
      /** Templates one of which is refused, if that is why. */
      readonly templates?: readonly TemplateUse[];
    }
  /** Of a WebSocket API: its connections pass through as a whole (websocket.ts). */
  | {
      readonly kind: 'websocket';
      /** Address that connections are passed through to. */
      readonly serviceUrl: string;
      /** The server is one of people's own, not API Gateway. */
      readonly isOwn: boolean;
      /** A person's own policy of the handshake. */
      readonly document?: PolicyDocument;
    }
  | { readonly kind: 'blocked'; readonly code: BlockCode; readonly why: string };

export const origin = (why: string): Extract<Handling, { kind: 'origin' }> => ({ kind: 'origin', why });

export type Blocked = Extract<Handling, { kind: 'blocked' }>;
export const blocked = (code: BlockCode, why: string): Blocked => ({ kind: 'blocked', code, why });

/** Why a route cannot be carried at all: the code of its finding (surface.ts). */
export type BlockCode =
  | 'IAM-CALLERS'
  | 'ROUTE-IAM'
  | 'ROUTE-ISSUER'
  | 'ENTRA-MISSING'
  | 'ROUTE-PRIVATE'
  | 'ROUTE-MUTUAL-TLS'
  | 'WEBSOCKET'
  | 'WEBSOCKET-TIER'
  | 'WEBSOCKET-IDENTITY'
  | 'WEBSOCKET-OWN-ACCESS'
  | 'ROUTE-ENDPOINT-OFF'
  | 'ROUTE-PATH'
  | 'ROUTE-ALIKE-DIFFERS'
  | 'ROUTE-FUNCTION'
  | 'ROUTE-OPTION'
  | 'OVERRIDE-STALE'
  | 'OVERRIDE-INVALID';

/** Why a route is closed, by the code of its finding. */
export interface Refused {
  readonly code: BlockCode;
  readonly why: string;
}

/** A decision that the handling of a route follows, as the run has taken it (route-choice.ts). */
export interface TakenChoice {
  readonly code: string;
  /** Undefined for a decision that is none of the options. */
  readonly option: string | undefined;
  readonly column: LedgerColumn;
  readonly isOpen: boolean;
  readonly finding: Finding;
  /** Constructs of the route whose columns follow it. */
  readonly concerns: readonly ConstructKind[];
}

export interface RoutePlan {
  readonly route: AwsRoute;
  readonly handling: Handling;
  /** Decisions that made the handling what it is. */
  readonly choices: readonly TakenChoice[];
  readonly operations: readonly ApimOperation[];
  /** Names of the route's path parameters -> their names in the operations' templates (`MatchedParameters`). */
  readonly names: Readonly<Record<string, string>>;
  /** A route of the same behaviour that answers in place of this one, since their paths differ in case or slashes only. */
  readonly answeredBy?: AwsRoute;
}

/** Routes that are served by API Management itself. */
export const isNative = ({ handling }: RoutePlan): boolean =>
  ['http', 'mock', 'function', 'service'].includes(handling.kind);

/** Routes whose Lambda authorizer API Management asks itself. */
export const isAskedHere = (plan: RoutePlan): boolean => isNative(plan) && plan.route.authorizationType === 'CUSTOM';

/** Whether API Management refuses requests of a route by their media type. */
export function refusesTypes({ handling }: RoutePlan): boolean {
  if (handling.kind === 'function') return 'custom' in handling.call && handling.call.custom.refusesOthers;
  return (handling.kind === 'http' || handling.kind === 'mock') && handling.body.refusesOthers;
}

/** The option that was taken of a decision about the route; undefined where nobody had to decide. */
export function optionOf({ choices }: Pick<RoutePlan, 'choices'>, code: string): string | undefined {
  return choices.find((choice) => choice.code === code)?.option;
}
