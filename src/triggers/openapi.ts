import type * as z from 'zod';
import { jsonSchemaOf } from '../model/json-schema.ts';
import { problem } from '../model/problem.ts';
import { ID_PATTERN } from '../model/run.ts';
import { VERSION } from '../model/version.ts';
import type { CallDescription } from './call-description.ts';
import type { Trigger } from './define-trigger.ts';

type Json = Readonly<Record<string, unknown>>;

/** The OpenAPI 3.0 document of the calls given, made from the schemas that check and shape them. */
export function openApi(calls: readonly Trigger[]): Json {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const call of calls)
    for (const method of call.methods) (paths[`/${call.route}`] ??= {})[method.toLowerCase()] = operation(call);
  return {
    openapi: '3.0.3',
    info: {
      title: 'Crossgate',
      version: VERSION,
      description: 'Moves APIs from Amazon API Gateway to Azure API Management: start a run, approve it, poll it.',
    },
    servers: [{ url: '/' }],
    security: [{ bearer: [] }],
    paths,
    components: {
      schemas: { Problem: schemaOf(problem, 'output') },
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
    },
  };
}

function operation({ name, route, roles, describe }: Trigger): Json {
  const { summary, body } = describe;
  return {
    operationId: name,
    summary,
    ...(roles === 'anonymous' ? { security: [] } : { description: `Role: ${roles.join(' or ')}.` }),
    parameters: [...pathParameters(route), ...queryParameters(describe), ...headerParameters(describe)],
    ...(body === undefined ? {} : { requestBody: { required: true, content: json(schemaOf(body, 'input')) } }),
    responses: { ...answers(describe), ...problems(describe, route, roles) },
  };
}

function pathParameters(route: string): readonly Json[] {
  return [...route.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string', pattern: ID_PATTERN.source },
  }));
}

function queryParameters({ query }: CallDescription): readonly Json[] {
  if (query === undefined) return [];
  const { properties = {} } = schemaOf(query, 'input') as { properties?: Record<string, Json> };
  return Object.entries(properties).map(([name, schema]) => ({ name, in: 'query', schema }));
}

function headerParameters({ headers = {} }: CallDescription): readonly Json[] {
  return Object.entries(headers).map(([name, description]) => ({
    name,
    in: 'header',
    description,
    schema: { type: 'string' },
  }));
}

function answers({ answers: described }: CallDescription): Json {
  const entries = Object.entries(described).map(([status, { description, schema }]) => [
    status,
    schema === undefined ? { description } : { description, content: json(schemaOf(schema, 'output')) },
  ]);
  return Object.fromEntries(entries) as Json;
}

/** Every refusal that a caller must reckon with, by status, with the codes that tell refusals apart. */
function problems({ problems: own = {}, body }: CallDescription, route: string, roles: Trigger['roles']): Json {
  const codes: Record<string, string[]> = {};
  const add = (status: string, more: readonly string[]): void => {
    (codes[status] ??= []).push(...more);
  };
  if (body !== undefined) add('400', ['invalid-json', 'invalid-request']);
  if (roles !== 'anonymous') {
    add('401', ['not-signed-in', 'no-identity']);
    add('403', ['role-missing']);
  }
  if (route.includes('{')) add('404', ['not-found']);
  for (const [status, more] of Object.entries(own)) add(status, more);
  if (roles !== 'anonymous') add('503', ['unavailable']);
  const content = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };
  return Object.fromEntries(
    Object.entries(codes).map(([status, each]) => [status, { description: `Code: ${each.join(', ')}.`, content }]),
  );
}

const json = (schema: Json): Json => ({ 'application/json': { schema } });

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _dialect, ...rest } = jsonSchemaOf(schema, io, 'openapi-3.0');
  return rest;
}
