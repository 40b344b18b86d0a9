import {
  app,
  type HttpMethod,
  type HttpRequest,
  type HttpResponseInit,
  type InvocationContext,
} from '@azure/functions';
import { getClient, input, type DurableClient } from 'durable-functions';
import { FailureError } from '../model/outcome.ts';
import { ID_PATTERN } from '../model/run.ts';
import type { World } from '../ports/world.ts';
import type { CallDescription } from './call-description.ts';
import { identityOf, requireRole, type Identity, type Role } from './identity.ts';
import { notFound, ProblemError, problemResponse } from './problem.ts';

/** What a handler gets: the request, who sent it, the world outside and the durable client. */
export interface Call {
  readonly request: HttpRequest;
  readonly who: Identity;
  readonly world: World;
  readonly client: DurableClient;
}

/** A call that anybody may make: there is nobody to know. */
export type AnonymousCall = Omit<Call, 'who'>;

export interface Trigger {
  readonly name: string;
  readonly route: string;
  readonly methods: readonly HttpMethod[];
  /** Who may call; `anonymous`: anybody. */
  readonly roles: readonly Role[] | 'anonymous';
  readonly describe: CallDescription;
  register(world: World): void;
  answer(
    request: HttpRequest,
    world: World,
    client: DurableClient,
    log: (message: string) => void,
  ): Promise<HttpResponseInit>;
}

type Facts = Pick<Trigger, 'name' | 'route' | 'methods' | 'describe'>;

/** A call for people and programs with one of the roles. */
export function defineTrigger(
  definition: Facts & { readonly roles: readonly Role[]; readonly handler: (call: Call) => Promise<HttpResponseInit> },
): Trigger {
  const { roles, handler } = definition;
  return makeTrigger(definition, roles, (call) => {
    const who = identityOf(call.request);
    requireRole(who, roles);
    return handler({ ...call, who });
  });
}

/** A call that tells nothing about any run, and is therefore for anybody. */
export function defineAnonymousTrigger(
  definition: Facts & { readonly handler: (call: AnonymousCall) => Promise<HttpResponseInit> },
): Trigger {
  return makeTrigger(definition, 'anonymous', definition.handler);
}

/**
 * One call of the HTTP API. Ids in the route are checked before anything else: what does not match is 404, since ids reach
 * storage keys and the durable client puts them into URLs unescaped. Errors become problem documents; an unexpected one
 * tells the caller nothing and the log everything.
 */
function makeTrigger(
  { name, route, methods, describe }: Facts,
  roles: Trigger['roles'],
  handle: (call: AnonymousCall) => Promise<HttpResponseInit>,
): Trigger {
  const answer: Trigger['answer'] = async (request, world, client, log) => {
    try {
      for (const id of Object.values(request.params)) if (!ID_PATTERN.test(id)) throw new ProblemError(notFound());
      return await handle({ request, world, client });
    } catch (error) {
      if (error instanceof ProblemError) return problemResponse(error.problem);
      log(error instanceof Error ? (error.stack ?? error.message) : String(error));
      return error instanceof FailureError && error.failure.kind === 'transient'
        ? problemResponse(UNAVAILABLE, { 'retry-after': '5' })
        : problemResponse(UNEXPECTED);
    }
  };
  return {
    name,
    route,
    methods,
    roles,
    describe,
    answer,
    register(world) {
      app.http(name, {
        route,
        methods: [...methods],
        // App Service authentication stands before the app; keys are no authentication.
        authLevel: 'anonymous',
        extraInputs: [input.durableClient()],
        handler: (request: HttpRequest, context: InvocationContext) =>
          answer(request, world, getClient(context), (message) => context.error(message)),
      });
    },
  };
}

const UNAVAILABLE = {
  status: 503,
  code: 'unavailable',
  title: 'Not available for now',
  detail: 'The store did not answer. The request was not carried out; send it again.',
};
const UNEXPECTED = {
  status: 500,
  code: 'unexpected',
  title: 'Unexpected error',
  detail: 'This is a defect of the service. Its log has the details under the time of this answer.',
};
