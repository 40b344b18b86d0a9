import type { AwsWebAcl } from '../../model/aws-account.ts';
import type { WafCondition, WafOperator, WafTransform } from '../../model/azure-waf.ts';
import { fieldOf } from './field.ts';
import { countOf, objectOf, textOf, Untranslatable, type Statement } from './json-statement.ts';

/** Alternatives, each a list of conditions that must all hold. */
export type Alternatives = readonly (readonly WafCondition[])[];

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);

/** More would be a rule that nobody reads, and no rule of a person makes so many. */
const MOST_ALTERNATIVES = 20;

/**
 * A statement as alternatives of conditions (docs: mapping, B10): Or becomes several, And joins them, Not is moved inwards by De
 * Morgan, since only a condition can be negated. @throws Untranslatable
 */
export function alternativesOf(statement: Statement, references: AwsWebAcl['references'], isNot = false): Alternatives {
  const [[kind, part] = ['', undefined], ...others] = Object.entries(statement);
  if (others.length > 0) throw new Untranslatable('a statement of two kinds');
  const body = objectOf(part);
  if (kind === 'NotStatement') return alternativesOf(objectOf(body['Statement']), references, !isNot);
  if (kind === 'AndStatement' || kind === 'OrStatement') {
    const parts = listOf(body['Statements']).map((each) => alternativesOf(objectOf(each), references, isNot));
    return (kind === 'AndStatement') === isNot ? parts.flat() : product(parts);
  }
  return conditionsOf(kind, body, references, isNot);
}

function product(parts: readonly Alternatives[]): Alternatives {
  const all = parts.reduce<Alternatives>(
    (sum, part) => sum.flatMap((one) => part.map((other) => [...one, ...other])),
    [[]],
  );
  if (all.length > MOST_ALTERNATIVES) throw new Untranslatable(`${all.length} alternatives`);
  return all;
}

const OPERATORS: Readonly<Record<string, WafOperator>> = {
  EXACTLY: 'Equal',
  STARTS_WITH: 'BeginsWith',
  ENDS_WITH: 'EndsWith',
  CONTAINS: 'Contains',
};
const SIZES: Readonly<Record<string, WafOperator>> = {
  LT: 'LessThan',
  LE: 'LessThanOrEqual',
  GT: 'GreaterThan',
  GE: 'GreaterThanOrEqual',
};

function conditionsOf(
  kind: string,
  body: Statement,
  references: AwsWebAcl['references'],
  isNot: boolean,
): Alternatives {
  const one = (condition: Omit<WafCondition, 'isNegated'>): Alternatives => [[{ ...condition, isNegated: isNot }]];
  const referred = (): readonly string[] => {
    const found = references.find(({ arn }) => arn === body['ARN']);
    if (found === undefined) throw new Untranslatable(`what ${textOf(body['ARN'])} holds was not read`);
    return found.values;
  };
  const matched = (operator: WafOperator, values: readonly string[]): Alternatives =>
    one({ ...fieldOf(objectOf(body['FieldToMatch'])), operator, values, transforms: transformsOf(body) });
  switch (kind) {
    case 'IPSetReferenceStatement':
      return one({
        ...addressField(body['IPSetForwardedIPConfig']),
        operator: 'IPMatch',
        values: referred(),
        transforms: [],
      });
    case 'GeoMatchStatement':
      return one({
        ...addressField(body['ForwardedIPConfig']),
        operator: 'GeoMatch',
        values: listOf(body['CountryCodes']).map(textOf),
        transforms: [],
      });
    case 'ByteMatchStatement': {
      const text = searched(textOf(body['SearchString']));
      const position = textOf(body['PositionalConstraint']);
      if (position === 'CONTAINS_WORD') return matched('Regex', [String.raw`\b${escaped(text)}\b`]);
      const operator = OPERATORS[position];
      if (operator === undefined) throw new Untranslatable(`the position ${position}`);
      return matched(operator, [text]);
    }
    case 'RegexMatchStatement':
      return matched('Regex', [textOf(body['RegexString'])]);
    case 'RegexPatternSetReferenceStatement':
      return matched('Regex', referred());
    case 'SizeConstraintStatement': {
      const operator = SIZES[textOf(body['ComparisonOperator'])];
      if (operator === undefined) throw new Untranslatable('sizes that are compared for being equal');
      return matched(operator, [String(countOf(body['Size']))]);
    }
    default:
      throw new Untranslatable(kind === '' ? 'a rule without a statement' : `a ${kind}`);
  }
}

/** The address of the peer, or the one that a proxy before it wrote into a header. */
function addressField(forwarded: unknown): Pick<WafCondition, 'variable' | 'selector'> {
  const header = textOf(objectOf(forwarded)['HeaderName']);
  return header === '' ? { variable: 'RemoteAddr' } : { variable: 'RequestHeaders', selector: header };
}

/** AWS writes the bytes that are searched in base64. */
function searched(base64: string): string {
  const text = decodeBase64(base64);
  if (text === undefined) throw new Untranslatable('bytes that are no text');
  return text;
}

function decodeBase64(base64: string): string | undefined {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) return undefined;
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const text = new TextDecoder().decode(bytes);
  return text.includes('\uFFFD') ? undefined : text;
}

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);

const TRANSFORMS: Readonly<Record<string, WafTransform>> = {
  HTML_ENTITY_DECODE: 'HtmlEntityDecode',
  LOWERCASE: 'Lowercase',
  REPLACE_NULLS: 'RemoveNulls',
  URL_DECODE: 'UrlDecode',
};

function transformsOf(body: Statement): readonly WafTransform[] {
  return listOf(body['TextTransformations']).flatMap((each) => {
    const type = textOf(objectOf(each)['Type']);
    if (type === 'NONE') return [];
    const transform = TRANSFORMS[type];
    if (transform === undefined) throw new Untranslatable(`the transformation ${type}`);
    return [transform];
  });
}
