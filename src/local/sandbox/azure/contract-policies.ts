import { TIER_LIMITS } from '../../../model/tier-limits.ts';
import { generationOf, type ApimTier } from '../../../model/tier.ts';
import { invalid, type Json } from './answers.ts';
import { servicePath } from './context.ts';
import { attributesOf, childrenOf, parsePolicy, type PolicyElement } from './policy-document.ts';
import { policyEntry, type PolicyEntry } from './policy-reference.ts';
import { checkShape } from './policy-shape.ts';
import { POLICY_SHAPES } from './policy-shapes.ts';
import { findResource } from './resource-store.ts';
import type { AzureState } from './state.ts';

/** Attributes that name a resource, with its collection and the words of the service's refusal (Azure/apiops, issues 565 and 668). */
const NAMES: Readonly<Record<string, readonly [collection: string, label: string]>> = {
  'backend-id': ['backends', 'Backend'],
  'fragment-id': ['policyFragments', 'Policy fragment'],
  'logger-id': ['loggers', 'Logger'],
  'schema-id': ['schemas', 'Schema'],
  'certificate-id': ['certificates', 'Certificate'],
};

/** One that begins no entity. */
const LOOSE_AMPERSAND = /&(?!(?:#\d+|#x[\da-f]+|[a-z]+);)/i;

/** Scope of a type's policies. */
const SCOPES: Readonly<Record<string, string>> = {
  'policies': 'service',
  'products/policies': 'product',
  'apis/policies': 'api',
  'apis/operations/policies': 'operation',
};

/** Refuses a policy or fragment that its tier, its scope, its section or what the service holds does not allow. */
export function checkPolicy(state: AzureState, type: string, input: Json, tier: ApimTier): void {
  const value = String(input['value']);
  if (Buffer.byteLength(value) > TIER_LIMITS[tier].policyBytes)
    throw invalid('value', `Policy is larger than ${TIER_LIMITS[tier].policyBytes} bytes.`);
  checkNamedValues(state, value);
  // Expressions of `rawxml` need not be XML, and are not looked into.
  if (input['format'] === 'rawxml') return;
  if (LOOSE_AMPERSAND.test(value.replace(/<!--[^]*?-->|<!\[CDATA\[[^]*?\]\]>/g, '')))
    throw invalid('representation', 'An error occurred while parsing EntityName.');
  const root = parsePolicy(value);
  const scope = SCOPES[type];
  if (scope === undefined) return judgeAll(state, root, { tier });
  checkNoText(root);
  const seen = new Set<string>();
  for (const section of childrenOf(root))
    judgeAll(state, section, { tier, stand: { section: section.name, scope, seen, isDirect: true } });
}

/** Where policies stand; a fragment's stand wherever it is included. */
interface Place {
  readonly tier: ApimTier;
  readonly stand?: {
    readonly section: string;
    readonly scope: string;
    readonly seen: Set<string>;
    readonly isDirect: boolean;
  };
}

function checkNoText(holder: PolicyElement): void {
  if (holder.children.some((child) => typeof child === 'string' && !child.startsWith('<!--')))
    throw refused(holder, 'text is not allowed here');
}

/** All policies of a section, a branch or a fragment, which hold no text. */
function judgeAll(state: AzureState, holder: PolicyElement, place: Place): void {
  checkNoText(holder);
  for (const element of childrenOf(holder)) judge(state, element, place);
}

function judge(state: AzureState, element: PolicyElement, place: Place): void {
  const entry = policyEntry(element.name);
  if (entry === undefined) throw refused(element, 'it is not a policy');
  if (entry.notIn?.includes(generationOf(place.tier)))
    throw refused(element, `policy is not supported in the ${place.tier} tier`);
  if (place.stand !== undefined) checkStand(element, entry, place.stand);
  const shape = POLICY_SHAPES[element.name];
  if (shape !== undefined) checkShape(element, shape, POLICY_SHAPES);
  const inside = place.stand === undefined ? place : { ...place, stand: { ...place.stand, isDirect: false } };
  if (entry.branches === true) {
    checkParts(state, element, entry);
    for (const branch of childrenOf(element)) {
      checkParts(state, branch, {});
      judgeAll(state, branch, inside);
    }
  } else if (shape?.any === true && shape.text !== true) {
    checkParts(state, element, entry);
    judgeAll(state, element, inside);
  } else walk(element, (each) => checkParts(state, each, policyEntry(each.name) ?? {}));
}

function checkStand(
  element: PolicyElement,
  entry: PolicyEntry,
  { section, scope, seen, isDirect }: NonNullable<Place['stand']>,
): void {
  if (!entry.sections.includes(section)) throw refused(element, `policy is not allowed in section '${section}'`);
  if (entry.scopes !== undefined && !entry.scopes.includes(scope))
    throw refused(element, `policy is not allowed at scope '${scope}'`);
  if (element.name === 'base' && !isDirect) throw refused(element, 'base stands directly in a section');
  if (entry.once === undefined) return;
  const key = entry.once === 'section' ? `${section}/${element.name}` : element.name;
  if (seen.has(key)) throw refused(element, `policy can only be used once in a ${entry.once}`);
  seen.add(key);
}

/** What an element names is there, its code is closed, and what the documentation asks for beyond the schemas is given. */
function checkParts(state: AzureState, element: PolicyElement, { needs = [], order }: Partial<PolicyEntry>): void {
  const attributes = attributesOf(element);
  for (const [name, value] of attributes) {
    const naming = NAMES[name];
    if (naming !== undefined && !value.startsWith('@') && !value.includes('{{')) {
      const [collection, label] = naming;
      if (!findResource(state, `${servicePath(state)}/${collection}/${value}`))
        throw refused(element, `${label} with id '${value}' could not be found`);
    }
    if (value.startsWith('@(') && !isClosed(value.slice(1))) throw refused(element, 'expression is not closed');
  }
  for (const name of needs)
    if ((attributes.get(name) ?? '') === '') throw refused(element, `attribute '${name}' is required`);
  if (order === undefined) return;
  const at = childrenOf(element).map(({ name }) => order.indexOf(name));
  if (at.some((each, index) => index > 0 && each < (at[index - 1] ?? 0)))
    throw refused(element, `its elements come as ${order.join(', ')}`);
}

/** C# is not compiled here: only that its brackets are closed is looked at. */
function isClosed(code: string): boolean {
  const text = code
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replace(/"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])'/g, '');
  let depth = 0;
  for (const letter of text) {
    if (letter === '(') depth += 1;
    if (letter === ')') depth -= 1;
    if (depth < 0) return false;
  }
  return depth === 0;
}

function walk(element: PolicyElement, look: (element: PolicyElement) => void): void {
  look(element);
  for (const child of childrenOf(element)) walk(child, look);
}

/** What the service made of the keys of loggers and caches; such values are not listed here. */
const MADE_BY_SERVICE = /--[0-9a-f]{24}$/;

/** Refuses a text that names a named value which is not there. */
export function checkNamedValues(state: AzureState, text: string): void {
  for (const [, name = ''] of text.matchAll(/\{\{([\w.-]+)\}\}/g))
    if (!MADE_BY_SERVICE.test(name) && !hasNamedValue(state, name))
      throw invalid('representation', `Cannot find a property '${name}'.`);
}

/** Most have their display name as their id; the others are looked for. */
function hasNamedValue(state: AzureState, name: string): boolean {
  const collection = `${servicePath(state)}/namedValues/`;
  if (findResource(state, `${collection}${name}`)?.properties['displayName'] === name) return true;
  const prefix = collection.toLowerCase();
  for (const [id, { properties }] of state.resources)
    if (id.startsWith(prefix) && properties['displayName'] === name) return true;
  return false;
}

const refused = (element: PolicyElement, why: string): Error =>
  invalid(element.name, `Error in element '${element.name}': ${why}.`);
