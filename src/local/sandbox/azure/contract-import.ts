import { checkContract } from './contract.ts';
import { signature } from './contract-uniqueness.ts';
import { invalid, isJson, type Json } from './answers.ts';

/** 4 MB, for documents that stand in the request (Microsoft Learn, API import restrictions; read 2026-11-29). */
const MOST_BYTES = 4_194_304;

interface Operation {
  readonly id: string;
  readonly properties: Json;
}

/** Refuses a document that is too large for a request. */
export function checkSize(document: string): void {
  if (Buffer.byteLength(document) > MOST_BYTES) throw invalid('representation', 'The document is larger than 4 MB.');
}

/** Refuses operations of a document that the service would not keep: by the contract, or because two are one. */
export function checkOperations(root: Json, operations: readonly Operation[]): void {
  const ids = new Set<string>();
  const signatures = new Map<string, number>();
  for (const { id, properties } of operations) {
    checkContract('apis/operations', id, properties);
    if (ids.has(id.toLowerCase())) throw invalid('operationId', `The operation id '${id}' is not unique.`);
    ids.add(id.toLowerCase());
    const own = signature(properties['method'], properties['urlTemplate']);
    signatures.set(own, (signatures.get(own) ?? 0) + 1);
  }
  for (const [own, count] of signatures)
    if (count > 1)
      throw invalid(
        'representation',
        `Importing API has duplicate signature operations: ${count} operations with signature '${own}'`,
      );
  checkParameters(root);
}

function checkParameters(root: Json): void {
  for (const [template, item] of Object.entries(isJson(root['paths']) ? root['paths'] : {})) {
    const names = Array.from(template.matchAll(/\{([^{}]*)\}/g), (match) => String(match[1]).replace('*', ''));
    if (new Set(names).size !== names.length) throw invalid('paths', `'${template}' has a parameter twice.`);
    for (const [method, operation] of Object.entries(isJson(item) ? item : {})) {
      if (!isJson(operation) || !/^(get|put|post|delete|options|head|patch|trace)$/.test(method)) continue;
      const declared = [...listOf(isJson(item) ? item['parameters'] : []), ...listOf(operation['parameters'])];
      if (declared.some((one) => one['in'] === 'cookie'))
        throw invalid('parameters', 'Cookie parameters are not supported.');
      const inPath = declared.filter((one) => one['in'] === 'path').map((one) => String(one['name']));
      const missing = names.find((name) => !inPath.includes(name)) ?? inPath.find((name) => !names.includes(name));
      if (missing !== undefined)
        throw invalid(
          'representation',
          `Parsing error(s): '${missing}' of '${method} ${template}' is not a path parameter.`,
        );
    }
  }
}

const listOf = (value: unknown): readonly Json[] => (Array.isArray(value) ? value.filter(isJson) : []);
