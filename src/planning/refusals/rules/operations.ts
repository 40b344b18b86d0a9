import { isObject } from '../import-document.ts';
import { keyOf, type PlannedWrites } from '../planned-writes.ts';
import { refused, type Refused, type RefusalRule } from '../refusal-rule.ts';
import { signatureOf, templateNames } from '../url-template.ts';

const API = /^apis\/[^/]+/i;

/** An operation declares the parameters of its template, all and no others, and answers requests that no other of its API does. */
export const operations: RefusalRule = {
  code: 'OPERATION-REFUSED',
  source:
    'hashicorp/terraform-provider-azurerm pull request 29538 (parameters, both ways); Azure/apiops issue 670 (signatures)',
  checked: '2026-11-29',
  remedy: 'Give the route another method or path, and declare its parameters.',
  *refusals(plan: PlannedWrites): Iterable<Refused> {
    const signatures = signaturesAtFirst(plan);
    for (const write of plan.writes) {
      if (write.kind === 'apis' && typeof write.properties['value'] === 'string') {
        const document = plan.documentOf(write);
        // An import removes the operations that its document has not.
        const own = (document.ok ? document.operations : []).map(
          ({ id, method, template }) => [(id ?? template).toLowerCase(), signatureOf(method, template)] as const,
        );
        signatures.set(keyOf(write.path), new Map(own));
      }
      if (write.kind !== 'apis/operations') continue;
      const { step, path, properties } = write;
      const { method, urlTemplate, templateParameters } = properties;
      if (typeof urlTemplate !== 'string' || typeof method !== 'string') continue;
      for (const why of templateFaults(urlTemplate, templateParameters))
        yield refused(step, `${path}: urlTemplate`, why);
      const api = keyOf(API.exec(path)?.[0] ?? '');
      const others = signatures.get(api) ?? new Map<string, string>();
      const signature = signatureOf(method, urlTemplate);
      const id = write.id.toLowerCase();
      for (const [other, its] of others)
        if (other !== id && its === signature)
          yield refused(step, path, `the operation ${other} answers ${signature} already`);
      signatures.set(api, others.set(id, signature));
    }
  },
};

function signaturesAtFirst(plan: PlannedWrites): Map<string, Map<string, string>> {
  const signatures = new Map<string, Map<string, string>>();
  for (const { path, properties } of plan.heldOfKind('apis/operations')) {
    const api = keyOf(API.exec(path)?.[0] ?? '');
    const { method, urlTemplate } = properties;
    const own = signatures.get(api) ?? new Map<string, string>();
    signatures.set(
      api,
      own.set(path.split('/').at(-1)?.toLowerCase() ?? '', signatureOf(String(method), String(urlTemplate))),
    );
  }
  return signatures;
}

function* templateFaults(template: string, declared: unknown): Iterable<string> {
  const names = templateNames(template);
  const parameters = (Array.isArray(declared) ? declared : []).filter(isObject).map(({ name }) => String(name));
  if (new Set(names).size < names.length) yield 'two of its parameters have one name';
  for (const name of names) if (!parameters.includes(name)) yield `its parameter ${name} is not declared`;
  for (const name of parameters) if (!names.includes(name)) yield `${name} is declared and stands nowhere in it`;
  if (/\{\*[^{}]*\}./.test(template)) yield 'a wildcard is its last part';
}
