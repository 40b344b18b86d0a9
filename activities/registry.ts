import { applyUnit } from './apply-unit.ts';
import { assembleInventory } from './assemble-inventory.ts';
import { buildPlan } from './build-plan.ts';
import { checkPropagation } from './check-propagation.ts';
import { checkReadiness } from './check-readiness.ts';
import { claimTarget, releaseTarget } from './claim-target.ts';
import { commitWave } from './commit-wave.ts';
import { compareParity } from './compare-parity.ts';
import type { DefinedActivity } from './define-activity.ts';
import { discoverApi } from './discover-api.ts';
import { discoverLeftOut } from './discover-left-out.ts';
import { discoverShared } from './discover-shared.ts';
import { discoverSurroundings } from './discover-surroundings.ts';
import { enterState } from './enter-state.ts';
import { findNamesAtTarget } from './find-names-at-target.ts';
import { listMovedNames } from './list-moved-names.ts';
import { listSourceApis } from './list-source-apis.ts';
import { listUndos } from './list-undos.ts';
import { observeTraffic } from './observe-traffic.ts';
import { openCheckpoint } from './open-checkpoint.ts';
import { readCheckpoint } from './read-checkpoint.ts';
import { readRun } from './read-run.ts';
import { readTargetReadiness } from './read-target-readiness.ts';
import { selectUnits } from './select-units.ts';
import { takeCommand } from './take-command.ts';
import { continueUndo, undoStep } from './undo-step.ts';
import { waitForTtl } from './wait-for-ttl.ts';
import { watchDrift } from './watch-drift.ts';

/** All activities. A new one is one file, one entry in src/contracts/activities.ts and one line here. */
export const activities: readonly DefinedActivity[] = [
  applyUnit,
  assembleInventory,
  buildPlan,
  checkPropagation,
  checkReadiness,
  claimTarget,
  commitWave,
  compareParity,
  continueUndo,
  discoverApi,
  discoverLeftOut,
  discoverShared,
  discoverSurroundings,
  enterState,
  findNamesAtTarget,
  listMovedNames,
  listSourceApis,
  listUndos,
  observeTraffic,
  openCheckpoint,
  readCheckpoint,
  readRun,
  readTargetReadiness,
  releaseTarget,
  selectUnits,
  takeCommand,
  undoStep,
  waitForTtl,
  watchDrift,
];
