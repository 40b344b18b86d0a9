import { app } from '@azure/functions';
import * as df from 'durable-functions';

/** What the tests see and steer: notes by key, and gates that hold an activity. Memory of one worker process. */
const notes = new Map();
const gates = new Map();

export function note(key, text) {
  notes.set(key, [...(notes.get(key) ?? []), text]);
  return notes.get(key).length;
}

function gateOf(key) {
  if (!gates.has(key)) gates.set(key, Promise.withResolvers());
  return gates.get(key);
}

app.http('readNotes', {
  route: 'notes/{key}',
  methods: ['GET'],
  handler: ({ params }) => ({ jsonBody: notes.get(params.key) ?? [] }),
});
app.http('openGate', {
  route: 'gates/{key}',
  methods: ['POST'],
  handler: ({ params }) => {
    gateOf(params.key).resolve();
    return { status: 204 };
  },
});

df.app.activity('note', {
  handler: ({ key, text }) => {
    note(key, text);
    return text;
  },
});
df.app.activity('gated', {
  handler: async ({ key, text }) => {
    note(key, `start ${text}`);
    await gateOf(key).promise;
    note(key, `end ${text}`);
    return text;
  },
});
