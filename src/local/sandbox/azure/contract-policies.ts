import { TIER_LIMITS } from '../../../model/tier-limits.ts';
import type { ApimTier } from '../../../model/tier.ts';
import { generationOf } from '../../../model/tier.ts';
import { invalid, type Json } from './answers.ts';
import { servicePath } from './context.ts';
import { parsePolicy, type PolicyElement } from './policy-document.ts';
import { policyEntry, type PolicyEntry } from './policy-reference.ts';
import { findResource } from './resource-store.ts';
import type { AzureState } from './state.ts';

const SECTIONS = ['inbound', 'backend', 'outbound', 'on-error'];
/** Attributes that name a resource, with its collection and the words of the service's refusal (Azure/apiops, issues 565 and 668). */
const NAMES: Readonly<Record<string, readonly [collection: string, label: string]>> = {
  'backend-id': ['backends', 'Backend'],
  'fragment-id': ['policyFragments', 'Policy fragment'],
  'logger-id': ['loggers', 'Logger'],
  'schema-id': ['schemas', 'Schema'],
  'certificate-id': ['certificates', 'Certificate'],
};

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
  const root = parsePolicy(value);
  walk(root, checkText);
  const scope = SCOPES[type];
  if (scope === undefined) return walk(root, (element) => checkNames(state, element));
  const seen = new Set<string>();
  for (const section of root.children) {
    if (typeof section === 'string' || !SECTIONS.includes(section.name)) continue;
    checkPolicies(state, section, { section: section.name, scope, tier, seen, isDirect: true });
  }
}

/** Text stands alone in its element: between elements, and in sections, there is none (Microsoft's policy schemas). */
function checkText(element: PolicyElement): void {
  const holdsText = element.children.some((child) => typeof child === 'string' && !child.startsWith('<!--'));
  const holdsNone = ['policies', 'fragment', 'choose', 'when', 'otherwise', ...SECTIONS].includes(element.name);
  if (holdsText && (holdsNone || elements(element).length > 0)) throw refused(element, 'text is not allowed here');
}

interface Place {
  readonly section: string;
  readonly scope: string;
  readonly tier: ApimTier;
  readonly seen: Set<string>;
  readonly isDirect: boolean;
}

const elements = ({ children }: PolicyElement): readonly PolicyElement[] =>
  children.filter((child) => typeof child !== 'string');

function checkPolicies(state: AzureState, parent: PolicyElement, place: Place): void {
  for (const element of elements(parent)) {
    const entry = policyEntry(element.name);
    if (entry === undefined) throw refused(element, 'it is not a policy');
    checkPlace(element, entry, place);
    checkNames(state, element);
    checkAttributes(element, entry);
    if (entry.children === 'policies') {
      for (const branch of elements(element)) {
        if (!['when', 'otherwise'].includes(branch.name)) throw refused(branch, `not in ${element.name}`);
        if (branch.name === 'when' && attributeOf(branch, 'condition') === undefined)
          throw refused(branch, 'condition is required');
        checkCode(branch);
        checkPolicies(state, branch, { ...place, isDirect: false });
      }
      if (!elements(element).some(({ name }) => name === 'when')) throw refused(element, 'when is required');
    } else for (const child of elements(element)) walk(child, (each) => checkInner(state, each));
  }
}

/** Elements of a policy that are called as policies are, such as the status of an answer, have their attributes. */
function checkInner(state: AzureState, element: PolicyElement): void {
  const entry = policyEntry(element.name);
  checkNames(state, element);
  if (entry !== undefined && entry.sections.length > 1) checkAttributes(element, entry);
}

function checkPlace(element: PolicyElement, entry: PolicyEntry, { section, scope, tier, seen, isDirect }: Place): void {
  if (!entry.sections.includes(section)) throw refused(element, `policy is not allowed in section '${section}'`);
  if (entry.scopes !== undefined && !entry.scopes.includes(scope))
    throw refused(element, `policy is not allowed at scope '${scope}'`);
  if (entry.notIn?.includes(generationOf(tier))) throw refused(element, `policy is not supported in the ${tier} tier`);
  if (element.name === 'base' && !isDirect) throw refused(element, 'base stands directly in a section');
  if (entry.once === undefined) return;
  const key = entry.once === 'section' ? `${section}/${element.name}` : element.name;
  if (seen.has(key)) throw refused(element, `policy can only be used once in a ${entry.once}`);
  seen.add(key);
}

function checkAttributes(element: PolicyElement, { needs = [], numbers = [], holds = [], order }: PolicyEntry): void {
  for (const name of needs)
    if ((attributeOf(element, name) ?? '') === '') throw refused(element, `attribute '${name}' is required`);
  for (const name of numbers) {
    const value = attributeOf(element, name);
    if (value !== undefined && !value.startsWith('@') && !value.includes('{{') && !/^\d+$/.test(value))
      throw refused(element, `attribute '${name}' is no number`);
  }
  checkCode(element);
  for (const name of holds)
    if (!elements(element).some((child) => child.name === name)) throw refused(element, `${name} is required`);
  if (order === undefined) return;
  let last = 0;
  for (const { name } of elements(element)) {
    const at = order.indexOf(name);
    if (at < 0) throw refused(element, `it holds no ${name}`);
    if (at < last) throw refused(element, `its elements come as ${order.join(', ')}`);
    last = at;
  }
}

/** C# is not compiled here: only that its brackets are closed is looked at. */
function checkCode(element: PolicyElement): void {
  for (const [, double, single] of element.head.matchAll(/=\s*(?:"([^"]*)"|'([^']*)')/g)) {
    const code = double ?? single ?? '';
    if (code.startsWith('@(') && !isClosed(code.slice(1))) throw refused(element, 'expression is not closed');
  }
}

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
  for (const child of elements(element)) walk(child, look);
}

/** As text; undefined for an attribute that is not there. */
function attributeOf({ head }: PolicyElement, name: string): string | undefined {
  const match = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(head);
  return match ? (match[1] ?? match[2]) : undefined;
}

function checkNames(state: AzureState, element: PolicyElement): void {
  for (const [attribute, [collection, label]] of Object.entries(NAMES)) {
    const id = attributeOf(element, attribute);
    if (id === undefined || id.startsWith('@') || id.includes('{{')) continue;
    if (!findResource(state, `${servicePath(state)}/${collection}/${id}`))
      throw refused(element, `${label} with id '${id}' could not be found`);
  }
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
