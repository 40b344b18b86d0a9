import { returnResponse, setBody, setHeader, setStatus } from '../policy/build.ts';
import type { PolicyElement } from '../policy/tree.ts';
import { gatewayAnswer } from './gateway-answer.ts';
import type { MockAnswer } from './mock-answer.ts';
import { byType } from './request-body.ts';
import { defineFeature, enter, NOTHING } from './feature.ts';
import { statusReason } from './status-reason.ts';
import { integrationParts } from './route-parts.ts';

/**
 * MOCK with a constant answer: `return-response` after access control and limits (docs: mapping, B2). A request of a type without a template
 * is refused, or fails as at API Gateway, where its body would have to be the status.
 */
export const mockIntegration = defineFeature({
  id: 'mock-integration',
  fidelity: 'E',
  claims: ['integration', 'integration-response', 'mapping-template'],
  findings: {},
  translate(api, { routes }) {
    const mocks = routes.flatMap(({ route, handling, operations }) =>
      handling.kind === 'mock' ? [{ route, handling, operationIds: operations.map(({ id }) => id) }] : [],
    );
    return {
      ...NOTHING,
      policies: mocks.map(({ handling, operationIds }) => ({
        operationIds,
        section: 'inbound',
        place: 'backend',
        nodes: byType(handling.body, api, () => [answerOf(handling.answer)], [
          gatewayAnswer(api, 'API_CONFIGURATION_ERROR'),
        ]),
      })),
      entries: mocks.flatMap(({ route }) => enter('mock-integration', integrationParts(route), 'translated')),
    };
  },
});

const answerOf = ({ status, headers, body }: MockAnswer): PolicyElement =>
  returnResponse(
    setStatus(status, statusReason(status)),
    ...headers.map(([name, value]) => setHeader(name, [value])),
    ...(body === '' ? [] : [setBody(body)]),
  );
