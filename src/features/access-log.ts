import type { SourceRef } from '../model/source-ref.ts';
import { logToEventhub } from '../policy/build.ts';
import { elementsOf, type PolicyNode } from '../policy/tree.ts';
import type { FeatureContext, PolicyContribution, SharedResource } from './feature.ts';
import type { LogLine } from './log-line.ts';
import type { RoutePlan } from './handling.ts';

const LOGGER = 'crossgate-access-log';

type EventHub = NonNullable<FeatureContext['eventHub']>;

/** The logger of the hub: the identity of the service sends to it, so that no key is planned (Microsoft Learn, log to event hubs; read 2026-11-29). */
export function hubLogger({ namespace, name }: EventHub, from: readonly SourceRef[]): SharedResource {
  const credentials = { name, endpointAddress: namespace, identityClientId: 'SystemAssigned' };
  return {
    path: `loggers/${LOGGER}`,
    properties: { loggerType: 'azureEventHub', isBuffered: true, credentials },
    from,
  };
}

/**
 * One line for each call: at the end of what an operation does with an answer, or before it where that ends the section, and
 * first of all where something failed.
 */
export function linesOf({ line }: LogLine, routes: readonly RoutePlan[]): readonly PolicyContribution[] {
  const nodes = [logToEventhub(LOGGER, line)];
  const answered = routes.filter(({ handling }) => handling.kind === 'http' || handling.kind === 'origin');
  return [
    ...answered.map(({ handling, operations }): PolicyContribution => {
      const ends = handling.kind === 'http' && handling.answer.some(endsSection);
      return {
        operationIds: operations.map(({ id }) => id),
        section: 'outbound',
        place: ends ? 'cors' : 'backend',
        nodes,
      };
    }),
    { operationIds: 'api', section: 'onError', place: 'cors', nodes },
  ];
}

function endsSection(node: PolicyNode): boolean {
  if (node.kind !== 'element') return false;
  return node.name === 'return-response' || elementsOf(node.children).some(endsSection);
}
