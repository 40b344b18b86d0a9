import type { AwsIntegrationResponse } from '../model/aws.ts';
import * as cs from '../csharp/build.ts';
import { element, setHeader, textElement } from '../policy/build.ts';
import type { PolicyElement } from '../policy/tree.ts';
import { answeredName, isToken } from './header-names.ts';
import type { MappedValue } from './mapped-value.ts';
import type { OverrideValue } from './template-overrides.ts';

/** A header of an answer that is made anew. */
export interface AnsweredHeader {
  readonly name: string;
  readonly mapped: MappedValue;
}

/** What a response parameter's source gives: null for what this kind of integration never has. Undefined: it is not translated. */
export type AnswerSource = (source: string) => MappedValue | null | undefined;

const isType = ({ name }: AnsweredHeader): boolean => name.toLowerCase() === 'content-type';
const isSent = ({ name }: AnsweredHeader): boolean => name.toLowerCase() !== 'transfer-encoding';

/** The headers that response parameters map; text for what is not translated. */
export function mappedHeaders(
  { responseParameters }: AwsIntegrationResponse,
  source: AnswerSource,
): readonly AnsweredHeader[] | string {
  const headers: AnsweredHeader[] = [];
  for (const [target, from] of Object.entries(responseParameters)) {
    const name = /^method\.response\.header\.(.+)$/s.exec(target)?.[1];
    const mapped = source(from);
    if (name === undefined || mapped === undefined || !isToken(name))
      return `responses are mapped (${target} from ${from})`;
    if (mapped !== null) headers.push({ name: answeredName(name), mapped });
  }
  return headers.filter(isSent);
}

/** Mapped headers with what templates set in place of them. */
export function overriddenHeaders(
  headers: readonly AnsweredHeader[],
  overrides: readonly OverrideValue[],
): readonly AnsweredHeader[] {
  const own = overrides.map(({ name, mapped }) => ({ name: answeredName(name), mapped })).filter(isSent);
  const isNamed = ({ name }: AnsweredHeader, other: AnsweredHeader): boolean =>
    name.toLowerCase() === other.name.toLowerCase();
  return [
    ...headers.filter((header) => !own.some((each) => isNamed(each, header))),
    ...own.map(({ name, mapped }) => {
      const before = headers.find((header) => isNamed(header, { name, mapped }))?.mapped;
      return { name, mapped: before === undefined ? mapped : either(mapped, before) };
    }),
  ];
}

/** An override where there is one, else what was mapped. */
function either({ value, isThere }: OverrideValue['mapped'], before: MappedValue): MappedValue {
  const chosen = cs.conditional(isThere, value, before.value);
  return before.isThere === undefined
    ? { value: chosen }
    : { value: chosen, isThere: cs.any([isThere, before.isThere]) };
}

/** JSON unless a header says otherwise. */
const JSON_TYPE = 'application/json';

/**
 * The headers as children of `return-response`, where nothing can be chosen: one that may be missing is then one of the type that is
 * there already, and is skipped.
 */
export function headerPolicies(headers: readonly AnsweredHeader[]): readonly PolicyElement[] {
  const type = headers.findLast(isType)?.mapped;
  const value =
    type?.isThere === undefined ? (type?.value ?? JSON_TYPE) : cs.conditional(type.isThere, type.value, JSON_TYPE);
  const others = headers.filter((header) => !isType(header));
  return [setHeader('Content-Type', [value]), ...others.map(headerPolicy)];
}

function headerPolicy({ name, mapped: { value, isThere } }: AnsweredHeader): PolicyElement {
  if (isThere === undefined) return setHeader(name, [value]);
  return element(
    'set-header',
    {
      'name': cs.conditional(isThere, name, 'Content-Type'),
      'exists-action': cs.conditional(isThere, 'override', 'skip'),
    },
    [textElement('value', cs.conditional(isThere, value, ''))],
  );
}
