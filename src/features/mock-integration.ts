import { returnResponse, setBody, setHeader, setStatus } from '../policy/build.ts';
import { defineFeature, enter, NOTHING } from './feature.ts';
import { statusReason } from './status-reason.ts';
import { integrationParts } from './route-parts.ts';

/** MOCK with a constant answer: `return-response` after access control and limits (docs: mapping, B2). */
export const mockIntegration = defineFeature({
  id: 'mock-integration',
  fidelity: 'E',
  claims: ['integration', 'integration-response', 'mapping-template'],
  findings: {},
  translate(_api, { routes }) {
    const mocks = routes.flatMap(({ route, handling, operations }) =>
      handling.kind === 'mock'
        ? [{ route, answer: handling.answer, operationIds: operations.map(({ id }) => id) }]
        : [],
    );
    return {
      ...NOTHING,
      policies: mocks.map(({ answer, operationIds }) => ({
        operationIds,
        section: 'inbound',
        place: 'backend',
        nodes: [
          returnResponse(
            setStatus(answer.status, statusReason(answer.status)),
            ...answer.headers.map(([name, value]) => setHeader(name, [value])),
            ...(answer.body === '' ? [] : [setBody(answer.body)]),
          ),
        ],
      })),
      entries: mocks.flatMap(({ route }) => enter('mock-integration', integrationParts(route), 'translated')),
    };
  },
});
