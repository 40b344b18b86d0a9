import { decide, enter, type Decided } from '../features/feature.ts';
import type { AwsDomainName, AwsRoutingRule } from '../model/aws-account.ts';
import type { AwsInventory } from '../model/aws-inventory.ts';
import type { Finding } from '../model/finding.ts';
import type { LedgerEntry } from '../model/plan.ts';
import type { RunRequest } from '../model/run.ts';
import { apiOf, mappingsInUse } from './path-owners.ts';

const FEATURE = 'hostname';
const HEADER_VERSION = 'header-version';

/** How a rule is carried: as a version of a path, which a header picks, or as a path. */
export type RuleTarget = {
  readonly path: string;
  readonly version?: { readonly header: string; readonly value: string };
};

/** A rule with its domain name, and what becomes of it. */
export interface CarriedRule {
  readonly domain: AwsDomainName;
  readonly rule: AwsRoutingRule;
  /** Undefined where it is not carried. */
  readonly target: RuleTarget | undefined;
  /** Why it is not; undefined where it is, or has no effect. */
  readonly why?: string;
  readonly decided: Decided;
}

/** What becomes of each rule of each domain name (docs: mapping, B1). */
export function carryRules(inventory: AwsInventory, request: RunRequest): readonly CarriedRule[] {
  return inventory.domainNames.flatMap((domain) =>
    domain.routingRules.map((rule): CarriedRule => {
      if (domain.routingMode === 'API_MAPPING_ONLY')
        return { domain, rule, target: undefined, decided: settled(unused(domain, rule)) };
      const target = targetOf(domain, rule, inventory);
      if (typeof target === 'string')
        return {
          domain,
          rule,
          target: undefined,
          why: target,
          decided: decide(notCarried(domain, rule, target), request),
        };
      if (target.version === undefined) return { domain, rule, target, decided: settled(asPath(domain, rule)) };
      const decided = decide(asVersion(domain, rule, target.path), request);
      const isCarried = decided.option === undefined || decided.option === HEADER_VERSION;
      return isCarried
        ? { domain, rule, target, decided }
        : { domain, rule, target: undefined, why: 'a rule of a front takes its place', decided };
    }),
  );
}

const settled = (finding: Finding): Decided => ({ option: undefined, column: 'differs', isOpen: false, finding });

/** What a version of API Management may be called, and people can tell apart in a header (contract 2024-05-01: 100 characters). */
const VERSION = /^[A-Za-z0-9._-]{1,100}$/;

/** The way to carry a rule; a text says why there is none. */
function targetOf(domain: AwsDomainName, rule: AwsRoutingRule, { domainNames }: AwsInventory): RuleTarget | string {
  const { basePaths, headers, stripBasePath } = rule;
  const [header, ...furtherHeaders] = headers;
  const [path = '', ...furtherPaths] = basePaths;
  if (furtherPaths.length > 0 || furtherHeaders.length > 0) return 'it has several conditions of one kind';
  if (path !== '' && !stripBasePath) return 'the API gets the base path as well';
  const mapped = mappingsInUse(domain);
  // The rule comes before all mappings; in API Management the longest path does.
  if (mapped.some((mapping) => isBelow(mapping.path, path))) return 'mappings of longer base paths stand below it';
  if (domain.routingRules.some((other) => other !== rule && isInTheWay(other, rule)))
    return 'it does not go with the other rules';
  const elsewhere = domainNames
    .filter((other) => other !== domain)
    .flatMap((other) => [
      ...mappingsInUse(other),
      ...other.routingRules.flatMap((each) => each.basePaths.map((own) => ({ ...each, path: own }))),
    ]);
  if (elsewhere.some((other) => other.path === path && apiOf(other) !== apiOf(rule)))
    return 'other domain names have its base path too';
  if (header === undefined) return { path };
  if (!VERSION.test(header.valueGlob)) return 'its header may have several values';
  return { path, version: { header: header.name, value: header.valueGlob } };
}

const isBelow = (path: string, above: string): boolean =>
  path !== above && (above === '' || path.startsWith(`${above}/`));

/** Rules of one path go together where each is a value of the same header, and one without a header comes last. */
function isInTheWay(other: AwsRoutingRule, rule: AwsRoutingRule): boolean {
  const [path = '', otherPath = ''] = [rule.basePaths[0], other.basePaths[0]];
  if (other.basePaths.length > 1) return true;
  if (path !== otherPath) return isBelow(otherPath, path) || isBelow(path, otherPath);
  const [header, otherHeader] = [rule.headers[0], other.headers[0]];
  if (header === undefined) return otherHeader === undefined || other.priority > rule.priority;
  if (otherHeader === undefined) return other.priority < rule.priority;
  return header.name.toLowerCase() !== otherHeader.name.toLowerCase() || header.valueGlob === otherHeader.valueGlob;
}

const words = ({ name }: AwsDomainName, { priority }: AwsRoutingRule): string =>
  `A routing rule of ${name} (priority ${priority}) leads requests by header or path`;

const AWS = 'The first rule that fits decides which API answers, before the base paths do.';
const FRONT_OPTION = {
  name: 'front-rule',
  consequence:
    'A rule of the front (Application Gateway or Front Door) leads by header to a path of the API; somebody writes it, and DNS of the name is not moved by the run.',
};

const asVersion = (domain: AwsDomainName, rule: AwsRoutingRule, path: string): Finding => ({
  code: 'ROUTING-RULE',
  severity: 'decision',
  feature: FEATURE,
  at: rule.at,
  message: `${words(domain, rule)}: its header can pick a version of the path "${path}".`,
  awsBehaviour: AWS,
  apimBehaviour: 'A version set picks the API by one header; a value that no version has finds none.',
  remedy: 'Decide who reads the header.',
  options: [
    {
      name: HEADER_VERSION,
      consequence:
        'The APIs of the path become versions that the header picks. A call without it reaches the API of the base path; one with another value is answered by 404, no longer by that API.',
      recommended: true,
    },
    FRONT_OPTION,
  ],
});

const notCarried = (domain: AwsDomainName, rule: AwsRoutingRule, why: string): Finding => ({
  code: 'ROUTING-RULE',
  severity: 'decision',
  feature: FEATURE,
  at: rule.at,
  message: `${words(domain, rule)}, and is not carried: ${why}.`,
  awsBehaviour: AWS,
  apimBehaviour: 'Requests find their API by path; one header picks a version at most.',
  remedy: 'Decide what leads these requests.',
  options: [
    { ...FRONT_OPTION, recommended: true },
    {
      name: 'second-instance',
      consequence: `Another service takes the API under ${domain.name}, by a run of its own.`,
    },
  ],
});

const asPath = (domain: AwsDomainName, rule: AwsRoutingRule): Finding => ({
  code: 'ROUTING-RULE-PATH',
  severity: 'info',
  feature: FEATURE,
  at: rule.at,
  message: `${words(domain, rule)}: by the base path "${rule.basePaths[0] ?? ''}" alone.`,
  awsBehaviour: AWS,
  apimBehaviour: 'The API is mounted at this path, in place of one that a mapping has there.',
  remedy: 'Nothing.',
});

const unused = (domain: AwsDomainName, rule: AwsRoutingRule): Finding => ({
  code: 'ROUTING-RULE-UNUSED',
  severity: 'info',
  feature: FEATURE,
  at: rule.at,
  message: `${words(domain, rule)}, and is not in use.`,
  awsBehaviour: 'The name goes by its mappings only.',
  apimBehaviour: 'Nothing is planned for it.',
  remedy: 'Nothing.',
});

/** A rule that is not carried stands for somebody to write by hand, once that is decided. */
export function ruleEntry({ rule, target, why, decided }: CarriedRule): LedgerEntry[] {
  const column = decided.column === 'differs' && target === undefined && why !== undefined ? 'manual' : decided.column;
  return enter(FEATURE, [{ kind: 'domain-mapping', at: rule.at }], column, decided.isOpen);
}
