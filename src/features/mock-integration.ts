import { defineFeature, enter, NOTHING } from './feature.ts';
import { besideTemplates } from './mapping-templates.ts';

/** MOCK: `return-response` after access control and limits (docs: mapping, B2; mock-handling.ts says what answers). */
export const mockIntegration = defineFeature({
  id: 'mock-integration',
  fidelity: 'E',
  claims: ['integration', 'integration-response', 'mapping-template'],
  findings: {},
  translate(_api, { routes }) {
    const mocks = routes.flatMap(({ route, handling, operations }) =>
      handling.kind === 'mock' ? [{ route, handling, operationIds: operations.map(({ id }) => id) }] : [],
    );
    return {
      ...NOTHING,
      policies: mocks.map(({ handling, operationIds }) => ({
        operationIds,
        section: 'inbound',
        place: 'backend',
        nodes: handling.answer,
      })),
      entries: mocks.flatMap(({ route, handling }) =>
        enter('mock-integration', besideTemplates(route, handling.templates), 'translated'),
      ),
    };
  },
});
