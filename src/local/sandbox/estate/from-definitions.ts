import { randomBytes } from 'node:crypto';
import { ImportRefused } from '../aws/import-definition.ts';
import { emptyAwsState, type AwsState } from '../aws/state.ts';
import { addCustomDomain, addHostedZone, type DomainMapping } from './custom-domain.ts';
import { definitionKind } from './definition-kind.ts';
import { nameOf, type Deployment } from './deployed-value.ts';
import { fillPlaceholders } from './fill-placeholders.ts';
import { addNamed } from './imported-surroundings.ts';
import { httpCallers, restCallers, type CalledAt } from './imported-callers.ts';
import type { CertificateIssuer, EstateCaller, FilledPlaceholder, SampleEstate } from './sample-estate.ts';
import { addHttpApi, addRestApi } from './stage.ts';
import { stageVariablesOf } from './stage-variables.ts';
import { standInsFor } from './stand-ins.ts';
import { readTemplate } from './template-document.ts';

/** Somebody's API definition, OpenAPI or Swagger with API Gateway's extensions, as JSON or YAML. */
export interface Definition {
  /** Unique; becomes the base path. */
  readonly name: string;
  readonly text: string;
}

export const IMPORTED_ZONE = 'imported.example';
export const IMPORTED_HOSTNAME = `api.${IMPORTED_ZONE}`;
const STAGE = 'prod';
const KEY_ID = 'keyimported';

interface Imported {
  readonly mapping: DomainMapping;
  readonly callers: readonly EstateCaller[];
  readonly filled: readonly FilledPlaceholder[];
}

/**
 * An account whose APIs are made from definitions, all under one custom domain name, each below a base path of its own (API
 * Management's paths are the same for all host names, so a root for each would collide). A definition is imported as its
 * deployment would hand it over; keys and a plan for them are added where methods ask for one.
 * @throws ImportRefused naming the definition and what API Gateway would not import or deploy
 */
export async function estateFromDefinitions(
  definitions: readonly Definition[],
  issuer: CertificateIssuer,
): Promise<SampleEstate> {
  const aws = emptyAwsState();
  const imported = definitions.map((definition) => named(definition, () => importInto(aws, definition)));
  const record = await addCustomDomain(
    aws,
    issuer,
    IMPORTED_HOSTNAME,
    imported.map(({ mapping }) => mapping),
  );
  addHostedZone(aws, IMPORTED_ZONE, [record]);
  addKey(aws);
  addNamed(aws);
  return {
    aws,
    ...standInsFor(aws),
    callers: imported.flatMap(({ callers }) => callers),
    filled: imported.flatMap(({ filled }) => filled),
  };
}

/** Imports definitions and keeps nothing. @throws ImportRefused as `estateFromDefinitions` does */
export function checkDefinitions(definitions: readonly Definition[]): void {
  for (const definition of definitions) named(definition, () => importInto(emptyAwsState(), definition));
}

function named<T>({ name }: Definition, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof ImportRefused) throw new ImportRefused(`${name}: ${error.message}`, { cause: error });
    throw error;
  }
}

function importInto(aws: AwsState, { name, text }: Definition): Imported {
  const deployment: Deployment = { account: aws.accountId, region: aws.region, name };
  const { document, filled } = fillPlaceholders(readTemplate(text), deployment);
  const variables = stageVariablesOf(document, deployment);
  const at: CalledAt = { hostname: IMPORTED_HOSTNAME, basePath: nameOf(name).toLowerCase(), apiKeyId: KEY_ID };
  const definition = JSON.stringify(document);
  const result = (apiId: string, stage: string, callers: readonly EstateCaller[]): Imported => ({
    mapping: { key: at.basePath, apiId, stage },
    callers,
    filled: [...filled, ...stageValues(name, variables)],
  });
  if (definitionKind(document) === 'http') {
    const id = addHttpApi(aws, definition, variables);
    const api = aws.httpApis.get(id);
    return result(id, '$default', api === undefined ? [] : httpCallers(api, aws.region, at));
  }
  const id = addRestApi(aws, definition, STAGE, Object.keys(variables).length > 0 ? { variables } : {});
  const api = aws.restApis.get(id);
  return result(id, STAGE, api === undefined ? [] : restCallers(api, at));
}

function stageValues(definition: string, variables: Readonly<Record<string, string>>): FilledPlaceholder[] {
  return Object.entries(variables).map(([name, value]) => ({
    definition,
    at: '',
    placeholder: `\${stageVariables.${name}}`,
    value,
  }));
}

/** One key in one plan over all stages whose methods ask for keys; a definition holds neither. */
function addKey(aws: AwsState): void {
  const keyed = [...aws.restApis.entries()].filter(([, { resources }]) =>
    resources.some(({ resourceMethods = {} }) => Object.values(resourceMethods).some((one) => one.apiKeyRequired)),
  );
  if (keyed.length === 0) return;
  aws.apiKeys.set(KEY_ID, { id: KEY_ID, name: 'imported', value: randomBytes(20).toString('hex'), enabled: true });
  const apiStages = keyed.map(([apiId]) => ({ apiId, stage: STAGE }));
  aws.usagePlans.set('planimported', { plan: { id: 'planimported', name: 'imported', apiStages }, keyIds: [KEY_ID] });
}
