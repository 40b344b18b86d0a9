import { app } from '@azure/functions';
import * as df from 'durable-functions';

const extraInputs = [df.input.durableClient()];

/** Starts an orchestration: `?id=` gives it an id, the body is its input. 409 when the host refuses. */
app.http('start', {
  route: 'start/{name}',
  methods: ['POST'],
  extraInputs,
  handler: async (request, context) => {
    const client = df.getClient(context);
    const text = await request.text();
    try {
      const id = await client.startNew(request.params.name, {
        instanceId: request.query.get('id') ?? undefined,
        input: text === '' ? undefined : JSON.parse(text),
      });
      return client.createCheckStatusResponse(request, id);
    } catch (error) {
      return { status: 409, jsonBody: { message: error.message } };
    }
  },
});

/** Starts one and waits for its end, up to `?timeoutMs=`. */
app.http('startAndWait', {
  route: 'startAndWait/{name}',
  methods: ['POST'],
  extraInputs,
  handler: async (request, context) => {
    const client = df.getClient(context);
    const id = await client.startNew(request.params.name, { input: await request.json() });
    return client.waitForCompletionOrCreateCheckStatusResponse(request, id, {
      timeoutInMilliseconds: Number(request.query.get('timeoutMs')),
      retryIntervalInMilliseconds: 100,
    });
  },
});

/** The management links of an instance, which need not exist. */
app.http('links', {
  route: 'links/{id}',
  methods: ['GET'],
  extraInputs,
  handler: ({ params }, context) => ({ jsonBody: df.getClient(context).createHttpManagementPayload(params.id) }),
});
