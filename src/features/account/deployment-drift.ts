import { defineAccountFeature } from '../account-feature.ts';
import { report } from '../feature.ts';
import { below } from '../../model/source-ref.ts';
import type { AwsDifference } from '../../model/aws.ts';

/** What was edited and never deployed: a stage serves its deployment, and that is what moves (docs: mapping, A3). */
export const deploymentDrift = defineAccountFeature({
  id: 'deployment-drift',
  fidelity: 'C',
  findings: {
    'DEPLOYMENT-DRIFT': {
      severity: 'review',
      message: '{detail}',
      awsBehaviour: 'The stage serves its deployment; changes since then wait until somebody deploys them.',
      apimBehaviour: 'What the stage serves is moved. Changes that were never deployed are not.',
      remedy: 'Deploy the change first if it is to move; else put the editable configuration back, or take note.',
    },
  },
  assess: (inventory) =>
    inventory.apis.flatMap(({ at, name, stage, differences }) =>
      differences.map((difference, index) =>
        report(
          deploymentDrift,
          'DEPLOYMENT-DRIFT',
          below(at, 'differences', index),
          `${name} at ${stage.name || 'no stage'}: ${wordsOf(difference)}.`,
        ),
      ),
    ),
});

function wordsOf({ kind, what }: AwsDifference): string {
  if (kind === 'only-deployed') return `${what} is served, and is gone from what is edited`;
  if (kind === 'only-editable') return `${what} is edited, and was never deployed`;
  return `${what} is served otherwise than it is edited`;
}
