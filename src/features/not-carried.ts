import { constructsOf } from '../model/construct.ts';
import { defineFeature, enter, report, NOTHING, EVERY_API_TYPE } from './feature.ts';

/** What nobody knows: it is named with what to do, never dropped (docs: architecture, law 1). */
export const notCarried = defineFeature({
  id: 'not-carried',
  fidelity: 'U',
  claims: ['unknown-extension'],
  apiTypes: EVERY_API_TYPE,
  findings: {
    'UNKNOWN-EXTENSION': {
      severity: 'blocker',
      message: 'The source holds an extension that is not known here.',
      awsBehaviour: 'Unknown.',
      apimBehaviour: 'Nothing is planned for it.',
      remedy: 'Take it away, or use a version that knows it.',
    },
  },
  translate(api) {
    const constructs = constructsOf(api).filter(({ kind }) => kind === 'unknown-extension');
    return {
      ...NOTHING,
      findings: constructs.map(({ at }) => report(notCarried, 'UNKNOWN-EXTENSION', at)),
      entries: enter('not-carried', constructs, 'blocked'),
    };
  },
});
