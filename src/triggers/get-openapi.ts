import { defineAnonymousTrigger, type Trigger } from './define-trigger.ts';
import { openApi } from './openapi.ts';

/** The description of the calls given, and of itself. */
export function describeCalls(calls: readonly Trigger[]): Trigger {
  const self: Trigger = defineAnonymousTrigger({
    name: 'get-openapi',
    route: 'api/openapi.json',
    methods: ['GET'],
    describe: {
      summary: 'This description.',
      answers: { 200: { description: 'An OpenAPI 3.0 document.' } },
    },
    handler: () => Promise.resolve({ jsonBody: openApi([...calls, self]) }),
  });
  return self;
}
