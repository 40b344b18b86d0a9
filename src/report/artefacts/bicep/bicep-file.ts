import type { ArtefactFile } from '../artefact-file.ts';
import { bicepComment, bicepOf, bicepString, Reference, type BicepValue } from './bicep-text.ts';

/** A parameter of an entry point. One without a default has to be given; a secure one is never written down. */
export interface BicepParameter {
  readonly name: string;
  /** In Bicep's words; a type of another file is in `imports`. */
  readonly type: string;
  readonly about: string;
  readonly value?: BicepValue;
  readonly isSecure?: true;
}

/** A resource, or one for each item of a list where `each` says so (`for` in Bicep's words). */
export interface BicepResource {
  readonly symbol: string;
  readonly type: string;
  readonly about?: string;
  readonly isExisting?: true;
  readonly when?: string;
  readonly each?: string;
  readonly body: BicepValue;
}

/** A module, or one for each item of a list where `each` says so. */
interface BicepModule {
  readonly symbol: string;
  /** Below the folder of the file that deploys it. */
  readonly file: string;
  readonly each?: string;
  readonly body: BicepValue;
}

export interface BicepFile {
  /** Below `bicep/`, without the ending. */
  readonly name: string;
  /** Lines at the top: what it is for, and what somebody must know before deploying it. */
  readonly about: readonly string[];
  /** Types of other files, by the file that exports them. */
  readonly imports?: Readonly<Record<string, string>>;
  readonly parameters: readonly BicepParameter[];
  readonly resources: readonly BicepResource[];
  /** Lines between parameters and resources, such as variables. */
  readonly variables?: Readonly<Record<string, BicepValue>>;
  readonly outputs?: Readonly<Record<string, string>>;
  /** Files below `bicep/modules/` that it deploys as well, with their parameters. */
  readonly modules?: readonly BicepModule[];
}

/** Refers to a parameter, a variable, a resource or a member of one. */
export const ref = (name: string): Reference => new Reference(name);

export const LOCATION: BicepParameter = {
  name: 'location',
  type: 'string',
  about: 'Where it is made.',
  value: ref('resourceGroup().location'),
};

/** The service that others of the plan are put into. */
export const SERVICE_NAME: BicepParameter = {
  name: 'serviceName',
  type: 'string',
  about: 'Name of the API Management service, in this resource group.',
};
export const SERVICE: BicepResource = {
  symbol: 'service',
  type: 'Microsoft.ApiManagement/service@2024-05-01',
  isExisting: true,
  body: { name: ref('serviceName') },
};

/** One entry point: plain resources, parameters with safe defaults, nothing that is secret. */
export function bicepFile(file: BicepFile): ArtefactFile {
  const { name, about, imports = {}, parameters, resources, variables = {}, outputs = {}, modules = [] } = file;
  const blocks = [
    about.map(bicepComment).join(''),
    Object.entries(imports)
      .map(([type, from]) => `import { ${type} } from '${from}'\n`)
      .join(''),
    parameters.map(parameterText).join(''),
    Object.entries(variables)
      .map(([variable, value]) => `var ${variable} = ${bicepOf(value)}\n`)
      .join(''),
    ...resources.map(resourceText),
    ...modules.map(moduleText),
    Object.entries(outputs)
      .map(([output, value]) => `output ${output} string = ${value}\n`)
      .join(''),
  ];
  return { path: `bicep/${name}.bicep`, content: blocks.filter((block) => block !== '').join('\n') };
}

function parameterText({ name, type, about, value, isSecure }: BicepParameter): string {
  const secure = isSecure === true ? '@secure()\n' : '';
  const fallback = value === undefined ? '' : ` = ${bicepOf(value)}`;
  return `@description(${bicepString(about)})\n${secure}param ${name} ${type}${fallback}\n`;
}

function moduleText({ symbol, file, each, body }: BicepModule): string {
  const text = bicepOf(body);
  return `module ${symbol} '${file}' = ${each === undefined ? text : `[for ${each}: ${text}]`}\n`;
}

function resourceText({ symbol, type, about, isExisting, when, each, body }: BicepResource): string {
  const kind = isExisting === true ? `'${type}' existing` : `'${type}'`;
  const text = bicepOf(body, 0);
  const made = when === undefined ? text : `if (${when}) ${text}`;
  const value = each === undefined ? made : `[for ${each}: ${made}]`;
  return `${about === undefined ? '' : bicepComment(about)}resource ${symbol} ${kind} = ${value}\n`;
}
