/** What a template sets of `$context`; without a name, it is computed at run time. */
export interface OverrideTarget {
  readonly of: 'requestOverride' | 'responseOverride';
  readonly kind: 'header' | 'path' | 'querystring' | 'status' | 'other';
  readonly name?: string;
}
