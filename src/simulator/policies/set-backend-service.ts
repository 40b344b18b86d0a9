import { SimulatorDefect } from '../failure.ts';
import { attribute } from '../state.ts';
import type { PolicyExecutor } from './policy.ts';

export const setBackendService: PolicyExecutor = (flow, element) => {
  const backendId = attribute(flow, element, 'backend-id');
  const baseUrl = attribute(flow, element, 'base-url');
  if (backendId === undefined) {
    if (baseUrl === undefined) throw new SimulatorDefect('set-backend-service names no backend');
    flow.backendUrl = baseUrl;
    flow.backendId = undefined;
    return;
  }
  const backend = flow.configuration.backends.find(({ id }) => id === backendId);
  if (backend === undefined) throw new SimulatorDefect(`there is no backend ${backendId}`);
  flow.backendUrl = backend.url;
  flow.backendId = backend.id;
};
