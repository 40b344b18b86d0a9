import type { RefusalRule } from './refusal-rule.ts';
import { contract } from './rules/contract.ts';
import { hostnames } from './rules/hostnames.ts';
import { imports } from './rules/imports.ts';
import { operations } from './rules/operations.ts';
import { policyDocuments } from './rules/policy-documents.ts';
import { policyReferences } from './rules/policy-references.ts';
import { references } from './rules/references.ts';
import { removals } from './rules/removals.ts';
import { scopes } from './rules/scopes.ts';
import { uniqueNames } from './rules/unique-names.ts';
import { uniquePaths } from './rules/unique-paths.ts';
import { values } from './rules/values.ts';
import { versionSets } from './rules/version-sets.ts';
import { webSockets } from './rules/web-sockets.ts';

/** All rules, in the order of their findings. */
export const REFUSAL_RULES: readonly RefusalRule[] = [
  contract,
  values,
  references,
  scopes,
  uniquePaths,
  uniqueNames,
  versionSets,
  operations,
  imports,
  webSockets,
  policyDocuments,
  policyReferences,
  hostnames,
  removals,
];
