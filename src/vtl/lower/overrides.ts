import type { Statement, Value } from '../ir.ts';
import { walk } from '../walk.ts';
import { staticNames } from './static-names.ts';

/** What a template sets of `$context`; without a name, it is computed at run time. */
export interface OverrideTarget {
  readonly of: 'requestOverride' | 'responseOverride';
  readonly kind: 'header' | 'path' | 'querystring' | 'status' | 'other';
  readonly name?: string;
}

const isOverride = (target: Value): boolean => {
  const [of] = staticNames(target, 'context') ?? [];
  return of === 'requestOverride' || of === 'responseOverride';
};

/** Whether a template sets any. */
export function setsOverrides(statements: readonly Statement[]): boolean {
  let isSet = false;
  walk(statements, {
    statement: (statement) => {
      isSet ||= statement.kind === 'put' && isOverride(statement.target);
    },
    value: (value) => {
      isSet ||= value.kind === 'method' && value.name === 'put' && isOverride(value.target);
    },
  });
  return isSet;
}
