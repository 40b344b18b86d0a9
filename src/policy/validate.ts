import { typeOf } from '../csharp/check.ts';
import { CSharpError } from '../csharp/expression.ts';
import { generationOf, type ApimTier } from '../model/tier.ts';
import { POLICY_RULES } from './rules.ts';
import type { AttributeRule, ElementRule, PolicyRule, PolicyScopeKind } from './rules/rule.ts';
import { elementsOf, SECTION_ELEMENTS, SECTIONS } from './tree.ts';
import type { PolicyDocument, PolicyElement, PolicyNode, PolicyValue, Section } from './tree.ts';
import { notOnHandshake, type ApiKind } from './websocket.ts';
import { needsExpression } from './write.ts';

/** What API Management would refuse. `place` reads like `inbound/choose[2]/when[1]/@condition`. */
export interface PolicyFault {
  readonly code:
    | 'unknown-policy'
    | 'unexpected-element'
    | 'misplaced-policy'
    | 'not-in-tier'
    | 'repeated-policy'
    | 'unknown-attribute'
    | 'missing-attribute'
    | 'bad-value'
    | 'bad-expression'
    | 'not-on-websocket';
  readonly place: string;
  readonly message: string;
}

/** What a policy is checked for besides its scope. */
export interface PolicyTarget {
  readonly tier?: ApimTier | undefined;
  readonly api?: ApiKind | undefined;
}

/** All faults of a document at a scope, and for a tier where one is given, by our rules; an empty list means that it may be PUT. */
export function validatePolicy(
  document: PolicyDocument,
  scope: PolicyScopeKind,
  { tier, api = 'http' }: PolicyTarget = {},
): readonly PolicyFault[] {
  const check = new Check(scope, tier);
  for (const section of SECTIONS) check.policies(document[section], section, SECTION_ELEMENTS[section]);
  return api === 'websocket' ? [...check.faults, ...webSocketFaults(document, scope)] : check.faults;
}

/** ARM refuses a policy of a whole WebSocket API (`Not allowed at 'Api' scope for 'WEBSOCKET' api type`): its operation has it. */
function webSocketFaults(document: PolicyDocument, scope: PolicyScopeKind): readonly PolicyFault[] {
  const code = 'not-on-websocket';
  if (scope === 'api') return [{ code, place: 'policies', message: 'a WebSocket API has no policy at api scope' }];
  if (scope !== 'operation') return [];
  return notOnHandshake(document).map(({ place, name }) => ({
    code,
    place,
    message: `${name} may not stand on the handshake of a WebSocket API`,
  }));
}

/**
 * Types that set-variable documents (Microsoft Learn, set-variable, read 2026-11-29); bytes and tokens are none of them. What `object`
 * holds is not known before it runs.
 */
const VARIABLE_TYPES = ['string', 'int', 'long', 'double', 'bool', 'DateTime', 'TimeSpan', 'Guid', 'object', 'null'];

class Check {
  readonly faults: PolicyFault[] = [];
  readonly #scope: PolicyScopeKind;
  readonly #tier: ApimTier | undefined;
  readonly #seen = new Set<string>();

  constructor(scope: PolicyScopeKind, tier: ApimTier | undefined) {
    this.#scope = scope;
    this.#tier = tier;
  }

  policies(nodes: readonly PolicyNode[], section: Section, place: string): void {
    elementsOf(nodes).forEach((element, at) => {
      const here = `${place}/${element.name}[${at + 1}]`;
      const rule = Object.hasOwn(POLICY_RULES, element.name) ? POLICY_RULES[element.name] : undefined;
      if (rule === undefined) {
        this.#fault('unknown-policy', here, `${element.name} is not a policy that we know`);
        return;
      }
      if (!rule.sections.includes(section))
        this.#fault('misplaced-policy', here, `${element.name} may not stand in ${SECTION_ELEMENTS[section]}`);
      if (!rule.scopes.includes(this.#scope))
        this.#fault('misplaced-policy', here, `${element.name} may not stand at ${this.#scope} scope`);
      this.#availability(element.name, rule, here);
      if (element.name === 'base' && place.includes('/'))
        this.#fault('misplaced-policy', here, 'base stands directly in a section');
      if (rule.onlyOncePer !== undefined) this.#once(element.name, rule.onlyOncePer === 'section' ? section : '', here);
      this.#element(element, rule, section, here);
    });
  }

  #availability(name: string, { tiers }: PolicyRule, place: string): void {
    const tier = this.#tier;
    if (tier === undefined || tiers === undefined || tiers.includes(generationOf(tier))) return;
    this.#fault('not-in-tier', place, `${name} is not in the ${tier} tier`);
  }

  #once(name: string, within: string, place: string): void {
    const key = `${within}/${name}`;
    if (this.#seen.has(key)) this.#fault('repeated-policy', place, `${name} may stand here once only`);
    this.#seen.add(key);
  }

  #element(element: PolicyElement, rule: ElementRule, section: Section, place: string): void {
    this.#attributes(element, rule, place);
    if (element.text !== undefined) {
      if (rule.content === 'text') this.#value(element.text, { type: 'text', mayBeExpression: true }, place);
      else this.#fault('unexpected-element', place, `${element.name} holds no text`);
    }
    if (rule.content === 'policies') this.policies(element.children, section, place);
    else if (typeof rule.content === 'string') {
      const child = elementsOf(element.children)[0];
      if (child !== undefined)
        this.#fault('unexpected-element', `${place}/${child.name}[1]`, `${element.name} holds no elements`);
    } else this.#children(element, rule.content, section, place);
  }

  #children(
    element: PolicyElement,
    rules: Exclude<ElementRule['content'], string>,
    section: Section,
    place: string,
  ): void {
    const order = Object.keys(rules);
    const counts = new Map<string, number>();
    let last = 0;
    elementsOf(element.children).forEach((child, at) => {
      const here = `${place}/${child.name}[${at + 1}]`;
      const rule = Object.hasOwn(rules, child.name) ? rules[child.name] : undefined;
      if (rule === undefined) return this.#fault('unexpected-element', here, `${element.name} has no ${child.name}`);
      if (order.indexOf(child.name) < last)
        this.#fault('unexpected-element', here, `the order in ${element.name} is ${order.join(', ')}`);
      last = Math.max(last, order.indexOf(child.name));
      counts.set(child.name, (counts.get(child.name) ?? 0) + 1);
      this.#element(child, rule, section, here);
    });
    for (const [name, { atLeast = 0, atMost = Infinity }] of Object.entries(rules)) {
      const count = counts.get(name) ?? 0;
      if (count < atLeast || count > atMost)
        this.#fault('unexpected-element', place, `${element.name} holds ${count} of ${name}`);
    }
  }

  #attributes(element: PolicyElement, rule: ElementRule, place: string): void {
    for (const [name, value] of Object.entries(element.attributes)) {
      const attribute = Object.hasOwn(rule.attributes, name) ? rule.attributes[name] : undefined;
      // `id` is accepted on every policy (Microsoft's XSDs) and means nothing to the gateway.
      if (attribute !== undefined) this.#value(value, attribute, `${place}/@${name}`);
      else if (name !== 'id') this.#fault('unknown-attribute', `${place}/@${name}`, `${element.name} has no ${name}`);
    }
    for (const [name, attribute] of Object.entries(rule.attributes))
      if (attribute.isRequired && element.attributes[name] === undefined)
        this.#fault('missing-attribute', place, `${element.name} needs ${name}`);
  }

  #value(value: PolicyValue, rule: AttributeRule, place: string): void {
    if (value.kind === 'template') return;
    if (value.kind === 'source') return this.#fault('bad-expression', place, 'an expression that we do not read');
    if (value.kind === 'expression') {
      if (!rule.mayBeExpression) return this.#fault('bad-value', place, 'an expression is not allowed here');
      return this.#expression(value, place);
    }
    if (!rule.mayBeExpression && needsExpression(value.text))
      this.#fault('bad-value', place, 'this text could only be written as an expression');
    const { type } = rule;
    if (type === 'text') {
      if (rule.isRequired && value.text === '') this.#fault('bad-value', place, 'may not be empty');
    } else if (!matches(value.text, type)) this.#fault('bad-value', place, `${value.text} is no ${describe(type)}`);
  }

  #expression(value: Extract<PolicyValue, { kind: 'expression' }>, place: string): void {
    try {
      const type = typeOf(value.expression);
      if (place.endsWith('/@condition') && type !== 'bool')
        this.#fault('bad-expression', place, `a condition is a bool, not ${type}`);
      if (/set-variable\[\d+\]\/@value$/.test(place) && !VARIABLE_TYPES.includes(type))
        this.#fault('bad-expression', place, `a variable holds no ${type}`);
    } catch (error) {
      if (!(error instanceof CSharpError)) throw error;
      this.#fault('bad-expression', place, error.message);
    }
  }

  #fault(code: PolicyFault['code'], place: string, message: string): void {
    this.faults.push({ code, place, message });
  }
}

function matches(text: string, type: Exclude<AttributeRule['type'], 'text'>): boolean {
  if (type === 'integer') return /^\d{1,10}$/.test(text);
  if (type === 'boolean') return text === 'true' || text === 'false';
  return type.includes(text);
}

function describe(type: Exclude<AttributeRule['type'], 'text'>): string {
  return typeof type === 'string' ? type : `one of ${type.join(', ')}`;
}
