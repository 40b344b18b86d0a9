import { activities } from '../src/contracts/activities.ts';
import { defineActivity } from './define-activity.ts';
import { updateRun } from './run-record.ts';

export const takeCommand = defineActivity(activities.takeCommand, async ({ runId }, world) => {
  const found = await (await world.runs()).run(runId);
  if (found?.value.command === undefined) return {};
  const was = await updateRun(runId, world, ({ command: _taken, ...row }) => row);
  return was.command === undefined ? {} : { command: was.command.kind };
});
