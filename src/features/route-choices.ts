import { authorizerTarget } from './choices/authorizer-target.ts';
import { backendUnverified } from './choices/backend-unverified.ts';
import { backendServerName } from './choices/backend-server-name.ts';
import { clientCertificate } from './choices/client-certificate.ts';
import { serviceTarget } from './choices/service-target.ts';
import { vpcBackend } from './choices/vpc-backend.ts';
import { bodyValidation } from './choices/body-validation.ts';
import { defineFeature, NOTHING } from './feature.ts';
import { findingsOf, ROUTE_CHOICES_ID, type RouteChoice } from './route-choice.ts';

/** Decisions that change how routes are handled, those about access first. A new one is one file and one line here. */
export const ROUTE_CHOICES: readonly RouteChoice[] = [
  authorizerTarget,
  bodyValidation,
  vpcBackend,
  serviceTarget,
  clientCertificate,
  backendServerName,
  backendUnverified,
];

/** Reports the choices that the handling of routes followed; the features of these routes write the ledger. */
export const routeChoices = defineFeature({
  id: ROUTE_CHOICES_ID,
  fidelity: 'D',
  claims: [],
  findings: Object.fromEntries(ROUTE_CHOICES.map(({ code, text }) => [code, text])),
  translate: (_api, { routes }) => ({ ...NOTHING, findings: findingsOf(routes) }),
});
