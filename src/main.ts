import { app } from '@azure/functions';
import { app as durable } from 'durable-functions';
import { activities } from '../activities/registry.ts';
import '../orchestrations/registry.ts';
import { loadConfig } from './config.ts';
import { FailureError } from './model/outcome.ts';
import { triggers } from './triggers/registry.ts';
import { connectWorld } from './world.ts';

/** Composition root of the deployed app: the only place where functions meet the world that they act on. */
const world = connectWorld(loadConfig());

app.setup({ enableHttpStream: false });
for (const trigger of triggers) trigger.register(world);
for (const activity of activities) activity.register(world);
// What an activity throws reaches its orchestrator as type and message alone; so it keeps the code and the kind.
durable.setExceptionPropertiesProvider({
  getExceptionProperties: (error) =>
    error instanceof FailureError ? { code: error.failure.code, kind: error.failure.kind } : undefined,
});
