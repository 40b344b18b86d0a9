import { constructsOf, type ConstructKind } from '../model/construct.ts';
import type { LedgerColumn } from '../model/plan.ts';
import { defineFeature, enter, report, NOTHING } from './feature.ts';

/** Kinds that have no translation yet, and the code that says so. */
const CODES: Partial<Record<ConstructKind, string>> = {
  'logging': 'LOGGING-NOT-CARRIED',
  'unknown-extension': 'UNKNOWN-EXTENSION',
};

/** What API Gateway goes on doing where it stays the origin of every route. */
const KEPT_BY_ORIGIN: readonly ConstructKind[] = ['logging'];
const NAMES: Partial<Record<ConstructKind, string>> = {
  logging: 'writes its logs',
};

/** Everything that nobody else translates: it is named with what to do, never dropped. */
export const notCarried = defineFeature({
  id: 'not-carried',
  fidelity: 'U',
  claims: ['logging', 'unknown-extension'],
  findings: {
    'LOGGING-NOT-CARRIED': {
      severity: 'review',
      message: 'Access and execution logs are not set up.',
      awsBehaviour: 'Logs go to CloudWatch or Firehose.',
      apimBehaviour: 'Without a diagnostic setting nothing is logged.',
      remedy: 'Add a logger and a diagnostic to the service or the API.',
    },
    'KEPT-BY-ORIGIN': {
      severity: 'info',
      message: 'API Gateway still {detail}, as it stays the origin of all routes.',
      awsBehaviour: 'It does so for every request.',
      apimBehaviour: 'What API Management itself refuses, such as an unknown path or a wrong key, does not get there.',
      remedy: 'Set it up in API Management when the backends move.',
    },
    'UNKNOWN-EXTENSION': {
      severity: 'blocker',
      message: 'The source holds an extension that is not known here.',
      awsBehaviour: 'Unknown.',
      apimBehaviour: 'Nothing is planned for it.',
      remedy: 'Take it away, or use a version that knows it.',
    },
  },
  translate(api, { routes }) {
    const isKept = routes.length > 0 && routes.every(({ handling }) => handling.kind === 'origin');
    const codeOf = (kind: ConstructKind): string =>
      isKept && KEPT_BY_ORIGIN.includes(kind) ? 'KEPT-BY-ORIGIN' : (CODES[kind] ?? '');
    const columnOf = (kind: ConstructKind): LedgerColumn =>
      kind === 'unknown-extension' ? 'blocked' : codeOf(kind) === 'KEPT-BY-ORIGIN' ? 'differs' : 'manual';
    const constructs = constructsOf(api).filter(({ kind }) => CODES[kind] !== undefined);
    return {
      ...NOTHING,
      findings: constructs.map(({ kind, at }) => report(notCarried, codeOf(kind), at, NAMES[kind])),
      entries: constructs.flatMap((construct) => enter('not-carried', [construct], columnOf(construct.kind))),
    };
  },
});
