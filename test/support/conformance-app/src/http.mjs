import { app } from '@azure/functions';
import * as df from 'durable-functions';
import { note } from './notes-and-gates.mjs';

const seen = ({ method, params, query }, { functionName }) => ({
  jsonBody: { functionName, method, params, query: Object.fromEntries(query) },
});

app.http('withoutRoute', { handler: seen });
app.get('getItem', { route: 'items/{id:int}', handler: seen });
app.put('putItem', { route: 'items/{id}', handler: seen });
app.http('files', { route: 'files/{*path}', methods: ['GET'], handler: seen });

app.http('answers', {
  route: 'answers/{what}',
  methods: ['GET', 'POST'],
  handler: async (request) => {
    switch (request.params.what) {
      case 'created':
        return { status: 201, headers: { 'x-answer': 'yes' }, jsonBody: { made: true } };
      case 'bytes':
        return { body: new Uint8Array([0, 255, 1]) };
      case 'echo':
        return { body: await request.text(), headers: { 'content-type': request.headers.get('content-type') } };
      case 'nothing':
        return undefined;
      default:
        throw new Error('no such answer');
    }
  },
});

/** Answers 202 twice, then 200: the asynchronous request-reply pattern. */
app.http('polled', {
  route: 'polled/{key}',
  methods: ['GET', 'POST'],
  handler: ({ method, params, url }) =>
    note(params.key, method) < 3
      ? { status: 202, headers: { 'location': url, 'retry-after': '1' } }
      : { jsonBody: { ready: true } },
});

df.app.orchestration('callsHttp', function* (context) {
  const { statusCode, content } = yield context.df.callHttp(context.df.getInput());
  return { statusCode, content };
});
