import * as z from 'zod';
import type { NamedOperation } from '../aws/aws-cloud.ts';
import { canDisturb, DISTURBANCE_KINDS } from '../aws/disturbance.ts';
import type { Disturbance, Disturbances } from '../aws/disturbances.ts';
import type { AwsState } from '../aws/state.ts';
import { DISTURBED_STATUSES, LOST_ANSWERS, type ArmDisturbances } from '../azure/disturbances.ts';
import type { AzureState } from '../azure/state.ts';
import type { Callers } from '../callers/callers.ts';
import { FAULT_KINDS, type Faults } from '../faults.ts';
import { listen, type Listening, type SandboxHandler, type SandboxRequest } from '../http-server.ts';
import type { Trace } from '../trace.ts';
import { recordsOfHostnames } from './canonical-records.ts';
import { estateView } from './estate-view.ts';
import { leftoversSince } from './leftovers.ts';

/** Body of `PUT /callers`. */
export const callersOrder = z.strictObject({
  running: z.boolean(),
  /** What the requests sent from now on are counted under. */
  phase: z.string().min(1).optional(),
  ratePerSecond: z.number().positive().max(1000).optional(),
});
export type CallersOrder = z.infer<typeof callersOrder>;

const faultOrder = z.strictObject({ kind: z.enum(FAULT_KINDS) });

const disturbanceOrder = z.strictObject({
  kind: z.enum(DISTURBANCE_KINDS),
  service: z.string().min(1).optional(),
  operation: z.string().min(1).optional(),
});

/** Body of `POST /arm-disturbances`. */
const armDisturbanceOrder = z.strictObject({
  answer: z.union([z.literal(DISTURBED_STATUSES), z.enum(LOST_ANSWERS)]),
  code: z.string().min(1).optional(),
  retryAfterSeconds: z.number().nonnegative().optional(),
  method: z.enum(['GET', 'HEAD', 'PUT', 'PATCH', 'POST', 'DELETE']).optional(),
  path: z.string().refine(isPattern, 'is no regular expression').optional(),
  skip: z.int().nonnegative().optional(),
  times: z.int().positive().optional(),
});

export interface ControlOptions {
  readonly aws: AwsState;
  readonly azure: AzureState;
  readonly callers: Callers;
  readonly faults: Faults;
  readonly disturbances: Disturbances;
  readonly armDisturbances: ArmDisturbances;
  /** What can be disturbed. */
  readonly reads: readonly NamedOperation[];
  readonly trace: Trace;
}

type Answer = (request: SandboxRequest) => unknown;

/**
 * The control socket: plain HTTP and JSON, for whoever drives a demonstration or a test from another process. Never known
 * to product code. What Azure holds when it starts is the baseline of `GET /leftovers`.
 */
export function startControl(options: ControlOptions): Promise<Listening> {
  const { aws, azure, callers, faults, disturbances, armDisturbances, reads, trace } = options;
  const leftovers = leftoversSince(azure);
  const state = (): object => ({
    callers: callers.size,
    running: callers.isRunning,
    counts: callers.counts(),
    failures: callers.failures(),
  });
  return listen(
    answering({
      'PUT /callers': async (request) => {
        await order(callers, callersOrder.parse(bodyOf(request)));
        return state();
      },
      'GET /callers': state,
      'GET /dns': () => recordsOfHostnames(aws),
      'GET /leftovers': () => ({ ids: leftovers() }),
      'GET /requests': () => Object.fromEntries(trace.counts),
      'GET /estate': () => estateView(aws),
      'POST /faults': (request) => {
        faults.arm(faultOrder.parse(bodyOf(request)).kind);
        return {};
      },
      'DELETE /faults': () => {
        faults.clear();
        return {};
      },
      'GET /disturbances': () => ({ operations: reads, orders: disturbances.all }),
      'POST /disturbances': (request) => {
        disturbances.add(known(disturbanceOrder.parse(bodyOf(request)), reads));
        return {};
      },
      'DELETE /disturbances': () => {
        disturbances.clear();
        return {};
      },
      'GET /arm-disturbances': () => ({ orders: armDisturbances.all }),
      'POST /arm-disturbances': (request) => {
        armDisturbances.add(armDisturbanceOrder.parse(bodyOf(request)));
        return {};
      },
      'DELETE /arm-disturbances': () => {
        armDisturbances.clear();
        return {};
      },
    }),
  );
}

async function order(callers: Callers, { running, phase, ratePerSecond }: CallersOrder): Promise<void> {
  if (phase !== undefined) callers.setPhase(phase);
  if (running) callers.start(ratePerSecond);
  else await callers.stop();
}

function isPattern(text: string): boolean {
  try {
    return new RegExp(text) instanceof RegExp;
  } catch {
    return false;
  }
}

/** An order that no part of the sandbox can carry out. */
class Impossible extends Error {}

/** An order that can disturb something. @throws Impossible for names that no operation has */
function known(order: Disturbance, reads: readonly NamedOperation[]): Disturbance {
  const fits = reads.some(
    ({ service, operation }) =>
      (order.service ?? service) === service &&
      (order.operation ?? operation) === operation &&
      canDisturb(order.kind, operation),
  );
  if (!fits) throw new Impossible(`Nothing to make ${order.kind}: ${order.service ?? '*'} ${order.operation ?? '*'}`);
  return order;
}

/** 200 with what the route gives, 404 for no route, 400 for a body that is not what the route takes. */
function answering(routes: Readonly<Record<string, Answer>>): SandboxHandler {
  const json = (status: number, body: unknown) => ({
    status,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return async (request) => {
    const route = routes[`${request.method} ${request.url.pathname}`];
    if (!route) return json(404, { error: `There is no ${request.method} ${request.url.pathname}` });
    try {
      return json(200, await route(request));
    } catch (error) {
      if (error instanceof z.ZodError || error instanceof SyntaxError || error instanceof Impossible)
        return json(400, { error: error.message });
      throw error;
    }
  };
}

function bodyOf(request: SandboxRequest): unknown {
  return JSON.parse(request.body.toString('utf8') || '{}');
}
