import { ARM_KINDS } from '../../../model/arm-contract.ts';
import type { ArmSchema } from '../../../model/arm-schema.ts';
import { contractFaults } from '../arm-values.ts';
import type { DocumentOperation } from '../import-document.ts';
import type { PlannedWrite, PlannedWrites } from '../planned-writes.ts';
import { refused, type Refused, type RefusalRule } from '../refusal-rule.ts';
import { signatureOf, templateNames } from '../url-template.ts';

/** Bytes of a document that stands in the request. */
const MOST_BYTES = 4 * 1024 * 1024;
/** What we write, and can judge. */
const FORMATS = ['openapi+json', 'swagger-json'];
const OPERATION: ArmSchema = ARM_KINDS['apis/operations']?.properties ?? {};
const OPERATION_ID: ArmSchema = ARM_KINDS['apis/operations']?.id ?? {};

/** What an import takes no document with. */
export const imports: RefusalRule = {
  code: 'IMPORT-REFUSED',
  source:
    'Microsoft Learn, API import restrictions and known issues; Azure/apiops issue 670 (duplicate signatures); the contract of operations',
  checked: '2026-11-29',
  remedy: 'Correct the definition of the API at the source, or leave the part out.',
  *refusals(plan: PlannedWrites): Iterable<Refused> {
    for (const write of plan.ofKind('apis')) {
      if (typeof write.properties['value'] !== 'string') continue;
      for (const why of faultsOf(write, write.properties['value'], plan))
        yield refused(write.step, `the document of ${write.path}`, why);
    }
  },
};

function* faultsOf(write: PlannedWrite, text: string, plan: PlannedWrites): Iterable<string> {
  const format = write.properties['format'] ?? 'swagger-json';
  if (typeof format !== 'string' || !FORMATS.includes(format)) {
    yield `a document as ${JSON.stringify(format)} cannot be judged`;
    return;
  }
  if (text.length * 3 > MOST_BYTES && new TextEncoder().encode(text).length > MOST_BYTES)
    yield 'it has more than 4 MB, which an import takes by a link only';
  const document = plan.documentOf(write);
  if (!document.ok) {
    yield document.why;
    return;
  }
  const ids = new Map<string, string>();
  const signatures = new Map<string, string>();
  for (const operation of document.operations) {
    const name = `${operation.method} ${operation.template}`;
    yield* operationFaults(name, operation);
    if (operation.id !== undefined) {
      const same = ids.get(operation.id.toLowerCase());
      if (same !== undefined) yield `${name} and ${same} have the id ${operation.id}`;
      ids.set(operation.id.toLowerCase(), name);
    }
    const signature = signatureOf(operation.method, operation.template);
    const other = signatures.get(signature);
    if (other !== undefined) yield `${name} and ${other} answer the same requests`;
    signatures.set(signature, name);
  }
  for (const reference of document.references)
    if (!document.schemas.has(reference)) yield `the reference ${reference} leads to no schema of the document`;
  const circle = circleIn(document.schemas);
  if (circle !== undefined) yield `the schema ${circle} refers to itself`;
}

function* operationFaults(name: string, operation: DocumentOperation): Iterable<string> {
  const { id, method, template, summary, description, pathParameters, hasCookieParameter } = operation;
  if (id !== undefined) for (const { why } of contractFaults(OPERATION_ID, id)) yield `of the id of ${name}: ${why}`;
  const made = {
    displayName: typeof summary === 'string' ? summary : (id ?? name),
    method,
    urlTemplate: template,
    templateParameters: [],
    ...(description !== undefined && { description }),
  };
  for (const { place, why } of contractFaults(OPERATION, made)) yield `of ${name}, ${place}: ${why}`;
  const names = templateNames(template);
  if (new Set(names).size < names.length) yield `${name} has two parameters of one name`;
  for (const each of names) if (!pathParameters.includes(each)) yield `${name} does not declare its parameter ${each}`;
  for (const each of pathParameters) if (!names.includes(each)) yield `${name} has no ${each} in its path`;
  if (hasCookieParameter) yield `${name} has a parameter in a cookie`;
}

/** References never lead in a circle. */
function circleIn(edges: ReadonlyMap<string, readonly string[]>): string | undefined {
  const done = new Set<string>();
  const above = new Set<string>();
  const visit = (name: string): string | undefined => {
    if (above.has(name)) return name;
    if (done.has(name)) return undefined;
    above.add(name);
    for (const next of edges.get(name) ?? []) {
      const circle = visit(next);
      if (circle !== undefined) return circle;
    }
    above.delete(name);
    done.add(name);
    return undefined;
  };
  for (const name of edges.keys()) {
    const circle = visit(name);
    if (circle !== undefined) return circle;
  }
  return undefined;
}
