import type { AwsApi, AwsIntegration } from '../model/aws.ts';
import * as cs from '../csharp/build.ts';
import { generationOf } from '../model/tier.ts';
import { backendUnverified, SKIP_VERIFICATION } from './choices/backend-unverified.ts';
import { canaryVariables } from './canary.ts';
import { bodyValidation } from './choices/body-validation.ts';
import { clientCertificate, NEW_CERTIFICATE } from './choices/client-certificate.ts';
import { clientCertificateOf } from './client-certificate.ts';
import { mediaType } from './function-event-parts.ts';
import { optionOf, origin, type BackendTerms, type Handling, type TakenChoice } from './handling.ts';
import { answerByStatus, httpAnswer, ofResponse } from './http-answer.ts';
import { requestMapping } from './http-request.ts';
import type { AnswerMapping } from './integration-answer.ts';
import { KeptValues } from './kept-values.ts';
import { restAnswerSource, type MappingScope } from './mapped-value.ts';
import { integrationTemplates, type IntegrationTemplates, type TemplateTargets } from './mapping-template.ts';
import { answeredBody, payloadTerms, templatedBody, templatePayload } from './payload-conversion.ts';
import { privateAddress } from './private-address.ts';
import { requestBody } from './request-body.ts';
import type { ChoiceContext } from './route-choice.ts';
import { earlierOverrides } from './template-overrides.ts';
import { payloadSchemas } from './payload-schema.ts';
import { keptTarget, templateTarget, type TemplateScope } from './template-target.ts';
import { inlineVariables } from './variables.ts';

/** HTTP and HTTP_PROXY as they were decided on; origin where something of them has no counterpart. */
export function httpHandling(
  integration: AwsIntegration,
  scope: TemplateScope,
  choices: readonly TakenChoice[],
  context: ChoiceContext,
): Handling {
  const why = whyNotHttp(integration, scope.api) ?? whyNotStreamed(integration, choices, context);
  if (why !== undefined) return origin(why);
  const address = addressOf(integration, scope.api, context);
  if (address === undefined) return origin('the address of the backend is not constant, or is kept secret');
  const kept = new KeptValues();
  const isCustom = integration.type === 'HTTP';
  // A proxy passes on whatever it gets.
  const templates = isCustom ? integrationTemplates(integration, targetsOf(integration, scope, kept)) : NO_TEMPLATES;
  if ('why' in templates) return { ...origin(templates.why), templates: templates.uses };
  const request = requestMapping(address.path, integration, scope, templates.requests);
  if (typeof request === 'string') return origin(request);
  const answer = isCustom ? customAnswer(integration, scope, templates, kept) : proxyAnswer(integration, scope);
  if (typeof answer === 'string') return origin(answer);
  const payload = isCustom ? payloadTerms(integration, scope.api) : undefined;
  const canary = canaryOf(integration, scope.api, context, address.base);
  return {
    kind: 'http',
    origin: address.base,
    backend: termsOf(integration, scope.api, choices, context),
    ...(canary && { canary }),
    isCustom,
    kept: kept.policies(),
    request,
    body: isCustom ? requestBody(integration, templates.requests) : { templates: [], refusesOthers: false },
    ...(payload && { payload }),
    isStreamed: isStream(integration),
    answer,
    templates: templates.uses,
  };
}

const NO_TEMPLATES: IntegrationTemplates = { requests: [], responses: new Map(), uses: [] };

/** What a proxy integration of a REST API says of responses means nothing (recorded 2024-12-11). */
const proxyAnswer = (integration: AwsIntegration, scope: MappingScope): AnswerMapping =>
  scope.api.type === 'HTTP' ? httpAnswer(integration, scope) : [];

/** What templates of a custom integration read: the payloads as they are converted, and the caller's request as it came. */
function targetsOf(integration: AwsIntegration, scope: TemplateScope, kept: KeptValues): TemplateTargets {
  const { api } = scope;
  return {
    named: ['requestOverride.header', 'requestOverride.querystring', 'requestOverride.path', 'responseOverride.header'],
    schemas: payloadSchemas(scope.route, scope.api),
    request: templateTarget(templatePayload('Request', integration.contentHandling, api), scope),
    response: (requests, { contentHandling }) => {
      const payload = templatePayload('Response', contentHandling, api);
      return keptTarget(templateTarget(payload, scope, earlierOverrides(requests)), kept);
    },
  };
}

function customAnswer(
  integration: AwsIntegration,
  scope: MappingScope,
  templates: IntegrationTemplates,
  kept: KeptValues,
): AnswerMapping {
  const { api } = scope;
  return answerByStatus(integration, cs.context('Response', 'StatusCode'), api, {
    templates,
    passed: ({ contentHandling }) => answeredBody(contentHandling, api),
    templated: ({ contentHandling }, text) => templatedBody(contentHandling, api, text),
    source: (from) => restAnswerSource(from, scope, ofResponse),
    accepted: () => kept.keep(mediaType('Accept')),
  });
}

function termsOf(
  { tlsServerNameToVerify: host }: AwsIntegration,
  api: AwsApi,
  choices: readonly TakenChoice[],
  context: ChoiceContext,
): BackendTerms {
  const isUnverified = optionOf({ choices }, backendUnverified.code) === SKIP_VERIFICATION;
  const isShown = optionOf({ choices }, clientCertificate.code) === NEW_CERTIFICATE;
  const certificateId = isShown ? clientCertificateOf(api, context)?.resourceId : undefined;
  return {
    ...(isUnverified && { isUnverified }),
    ...(host !== undefined && { host }),
    ...(certificateId !== undefined && { certificateId }),
  };
}

/** Scheme, host and port of an integration, and the path with it; behind a listener the caller's own path stays. */
function addressOf(
  integration: AwsIntegration,
  api: AwsApi,
  { inventory }: ChoiceContext,
): { readonly base: string; readonly path: string | undefined } | undefined {
  const own = privateAddress(integration, api, inventory);
  if (own !== undefined) return 'url' in own ? { base: own.url, path: undefined } : undefined;
  const uri = inlineVariables(integration.uri ?? '', api.stage.variables);
  const [, base, path = '/'] = /^(https?:\/\/[A-Za-z0-9.-]+(?::\d+)?)(\/.*)?$/.exec(uri ?? '') ?? [];
  return base === undefined ? undefined : { base, path };
}

/** The address by the variables of the stage's canary, where it is another one. */
function canaryOf(integration: AwsIntegration, api: AwsApi, context: ChoiceContext, base: string) {
  const variables = canaryVariables(api, context);
  const { canary } = api.stage;
  if (variables === undefined || canary === undefined) return undefined;
  const other = addressOf(integration, { ...api, stage: { ...api.stage, variables } }, context);
  return other === undefined || other.base === base ? undefined : { origin: other.base, percent: canary.percent };
}

function whyNotHttp(integration: AwsIntegration, { binaryMediaTypes }: AwsApi): string | undefined {
  if (integration.type !== 'HTTP' && integration.type !== 'HTTP_PROXY') return `the integration is ${integration.type}`;
  if (integration.subtype !== undefined) return `an AWS service (${integration.subtype}) is called`;
  // Text that is to be text stays as it is; a proxy that converts nothing passes bytes on.
  const { type, contentHandling } = integration;
  const isConverted =
    contentHandling === 'CONVERT_TO_BINARY' || (contentHandling !== undefined && binaryMediaTypes.length > 0);
  return type === 'HTTP_PROXY' && isConverted
    ? `a proxy is to convert payloads (${contentHandling}), and nobody has recorded what it does with them`
    : undefined;
}

const isStream = ({ responseTransferMode }: AwsIntegration): boolean => responseTransferMode === 'STREAM';

/** Streams pass gateways of their own only, and beside nothing that reads bodies (Microsoft Learn, server-sent events; read 2026-11-29). */
function whyNotStreamed(
  integration: AwsIntegration,
  choices: readonly TakenChoice[],
  { tier }: ChoiceContext,
): string | undefined {
  if (!isStream(integration)) return undefined;
  if (integration.type !== 'HTTP_PROXY') return 'answers are streamed that are made anew';
  if (generationOf(tier) === 'consumption') return 'answers are streamed, which the Consumption tier does not do';
  return optionOf({ choices }, bodyValidation.code) === undefined
    ? undefined
    : 'answers are streamed, and bodies are validated';
}
