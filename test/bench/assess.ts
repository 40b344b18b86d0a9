import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { assessmentDocument } from '../../src/cli/assessment-document.ts';
import { assessSource } from '../../src/cli/assess-source.ts';
import { combineReadings } from '../../src/definitions/combine-readings.ts';
import { readInput } from '../../src/definitions/read-input.ts';

const OPERATIONS = 100;

/** Time and memory of `crossgate assess --format json` over 1,000 definitions, beside JSON.parse of the same bytes. */
export async function benchAssess(): Promise<Record<string, number>> {
  const small = await measured(100);
  const large = await measured(1_000);
  return { ...large, growth: large.seconds / small.seconds };
}

interface Figures {
  readonly apis: number;
  readonly operations: number;
  readonly bytes: number;
  readonly seconds: number;
  readonly parseSeconds: number;
  readonly ratio: number;
  readonly peakRssMb: number;
  readonly [name: string]: number;
}

/** In a process of its own: memory of one size must not be counted for another. */
async function measured(apis: number): Promise<Figures> {
  const folder = mkdtempSync(join(tmpdir(), 'crossgate-bench-'));
  try {
    for (let index = 0; index < apis; index += 1) {
      const team = join(folder, `team-${Math.floor(index / 100)}`);
      mkdirSync(team, { recursive: true });
      writeFileSync(join(team, `api-${index}.json`), JSON.stringify(definition(index)));
    }
    const child = fork(fileURLToPath(import.meta.url), [folder], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    const [figures] = (await once(child, 'message')) as [Figures];
    return figures;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function run(folder: string): Figures {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const start = performance.now();
  const readings = paths.map((path) => readInput({ file: path, bytes: readFileSync(path) }));
  const { inputs, inventory } = combineReadings(readings);
  const document = assessmentDocument(assessSource(inventory), inputs, null);
  const text = JSON.stringify(document);
  const seconds = (performance.now() - start) / 1000;
  const peakRssMb = process.resourceUsage().maxRSS / 1024;
  const files = paths.map((path) => readFileSync(path));
  const parsing = performance.now();
  for (const file of files) JSON.parse(file.toString());
  const parseSeconds = (performance.now() - parsing) / 1000;
  const operations = document.apis.reduce((sum, api) => sum + api.operations, 0);
  if (text.length === 0 || document.ledger.total === 0) throw new Error('nothing was assessed');
  const bytes = files.reduce((sum, file) => sum + file.length, 0);
  return { apis: paths.length, operations, bytes, seconds, parseSeconds, ratio: seconds / parseSeconds, peakRssMb };
}

/** A definition as teams have them: reads and writes of resources, an authorizer, a key, schemas, a mock for CORS. */
function definition(index: number): object {
  const paths: Record<string, object> = {};
  for (let operation = 0; operation < OPERATIONS / 4; operation += 1)
    paths[`/resources-${operation}/{id}`] = {
      get: method(index, operation, 'GET', 'pool'),
      put: method(index, operation, 'PUT', 'pool'),
      delete: method(index, operation, 'DELETE', 'key'),
      options: {
        'responses': { 200: { description: 'ok' } },
        'x-amazon-apigateway-integration': {
          type: 'mock',
          requestTemplates: { 'application/json': '{"statusCode": 200}' },
          responses: {
            default: {
              statusCode: '200',
              responseParameters: { 'method.response.header.Access-Control-Allow-Origin': "'*'" },
            },
          },
        },
      },
    };
  return {
    openapi: '3.0.1',
    info: { title: `API ${index}`, version: '1.0' },
    components: {
      securitySchemes: {
        pool: {
          'type': 'apiKey',
          'in': 'header',
          'name': 'Authorization',
          'x-amazon-apigateway-authorizer': {
            type: 'cognito_user_pools',
            providerARNs: ['arn:aws:cognito-idp:us-east-1:111122223333:userpool/us-east-1_a'],
          },
        },
        key: { type: 'apiKey', in: 'header', name: 'x-api-key' },
      },
      schemas: {
        Resource: {
          type: 'object',
          properties: { id: { type: 'string' }, name: { type: 'string' }, count: { type: 'integer' } },
        },
      },
    },
    paths,
  };
}

function method(api: number, operation: number, verb: string, scheme: string): object {
  const body = { content: { 'application/json': { schema: { $ref: '#/components/schemas/Resource' } } } };
  return {
    'operationId': `${verb.toLowerCase()}Resource${operation}`,
    'security': [{ [scheme]: [] }],
    'parameters': [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
    ...(verb === 'PUT' ? { requestBody: body } : {}),
    'responses': { 200: { description: 'ok', ...body }, 404: { description: 'none' } },
    'x-amazon-apigateway-integration': {
      type: 'http_proxy',
      httpMethod: verb,
      uri: `https://backend-${api % 50}.example.com/resources-${operation}/{id}`,
      requestParameters: { 'integration.request.path.id': 'method.request.path.id' },
      timeoutInMillis: 29000,
    },
  };
}

const [folder] = process.argv.slice(2);
if (process.send !== undefined && folder !== undefined) process.send(run(folder));
