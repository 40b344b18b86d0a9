import type { CsValue } from '../context.ts';
import { CSharpError } from '../expression.ts';

/** What a call looks like to the type check. `arguments` holds what lambdas answer in their places. */
export interface CallTypes {
  readonly target: string;
  /** What the target's elements are, where it is a sequence. */
  readonly element: string;
  readonly arguments: readonly string[];
  readonly typeArgument?: string;
}

/**
 * A member that expressions may use, with what it answers. One table serves the check before a policy is written and the
 * interpreter, so neither can know more than the other.
 */
export interface Member {
  readonly kind: 'property' | 'method' | 'indexer';
  /** Type of the answer. */
  readonly returns: string | ((call: CallTypes) => string);
  /** Types of the arguments; those after `required` may be left out. See `isAssignable` for those that are no C# types. */
  readonly parameters: readonly string[];
  readonly required: number;
  /** Type of any number of further arguments. */
  readonly rest?: string;
  /** Named parameters that are accepted (and change nothing here). */
  readonly flags?: readonly string[];
  /** Takes a type argument, which then has to be written. */
  readonly isGeneric?: true;
  /** Reads the value as it is, not what it holds. */
  readonly isOfValue?: true;
  /** Of an indexer that can be assigned. */
  readonly write?: (target: unknown, index: CsValue, value: CsValue) => void;
  readonly read: (target: unknown, values: readonly CsValue[], typeArgument?: string) => CsValue;
}

type Read<T> = (target: T, ...values: readonly CsValue[]) => CsValue;
type Act<T> = (target: T, ...values: readonly CsValue[]) => void;
export type Members = Readonly<Record<string, Member>>;

export const property = <T>(returns: Member['returns'], read: Read<T>): Member => ({
  kind: 'property',
  returns,
  parameters: [],
  required: 0,
  read: (target) => read(target as T),
});

export const method = <T>(
  returns: Member['returns'],
  parameters: readonly string[],
  read: Read<T>,
  required = parameters.length,
): Member => ({
  kind: 'method',
  returns,
  parameters,
  required,
  read: (target, values) => read(target as T, ...values),
});

/** A property or a method as an indexer. */
export const indexer = (member: Member): Member => ({ ...member, kind: 'indexer' });

/** A method without an answer. */
export const action = <T>(parameters: readonly string[], act: Act<T>): Member => ({
  ...method('void', parameters, () => null),
  read: (target, values) => {
    act(target as T, ...values);
    return null;
  },
});

/** A method with a type argument. */
export const generic = (member: Member, read: Member['read']): Member => ({ ...member, isGeneric: true, read });

export const text = (value: CsValue | undefined): string => {
  if (typeof value !== 'string') throw new CSharpError('ArgumentNullException: a string was expected');
  return value;
};

export const bytes = (value: CsValue | undefined): Uint8Array => {
  if (!(value instanceof Uint8Array)) throw new CSharpError('ArgumentNullException: bytes were expected');
  return value;
};
