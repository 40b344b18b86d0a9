import type { AwsRoute } from '../model/aws.ts';
import type { Construct } from '../model/construct.ts';
import type { DifferencePlace, Finding } from '../model/finding.ts';
import type { LedgerEntry } from '../model/plan.ts';
import { sourceKey } from '../model/source-ref.ts';
import type { Diagnostic } from '../vtl/diagnostics.ts';
import { defineFeature, report, NOTHING } from './feature.ts';
import type { Handling, RoutePlan } from './handling.ts';
import type { TemplateUse } from './mapping-template.ts';
import { enterChosen } from './route-choice.ts';
import { integrationParts } from './route-parts.ts';

const DIFFERS = 'TEMPLATE-DIFFERS';
const REFUSED = 'TEMPLATE-REFUSED';

/** Where a template shows. */
const SEEN: Readonly<Record<TemplateUse['kind'], readonly DifferencePlace[]>> = {
  request: ['status', 'header', 'body', 'backend url', 'backend header', 'backend body'],
  response: ['status', 'header', 'body'],
};

/** Mapping templates in VTL, compiled to policy expressions (docs: templates-and-policies). */
export const mappingTemplates = defineFeature({
  id: 'mapping-templates',
  fidelity: 'C',
  claims: ['mapping-template'],
  findings: {
    [DIFFERS]: {
      severity: 'review',
      differs: SEEN.request,
      message: '{detail}',
      awsBehaviour: 'API Gateway runs the template by Velocity and Java.',
      apimBehaviour: 'A policy expression in C# makes the same text but for what is said here.',
      remedy: 'Compare both on payloads of yours.',
    },
    [REFUSED]: {
      severity: 'review',
      message: '{detail}',
      awsBehaviour: 'API Gateway runs the template by Velocity and Java.',
      apimBehaviour:
        'API Gateway stays the origin of the route and goes on running the template; where ROUTE-ORIGIN is decided otherwise, the route answers 501 and its policy keeps the template in a comment.',
      remedy: 'Write the template without it, or give the route a policy of its own by an override.',
    },
  },
  translate(_api, { routes }) {
    return {
      ...NOTHING,
      findings: routes.flatMap((plan) => usesOf(plan.handling).flatMap((use) => findingsOf(plan, use))),
      entries: routes.flatMap(entriesOf),
    };
  },
});

const usesOf = (handling: Handling): readonly TemplateUse[] =>
  'templates' in handling ? (handling.templates ?? []) : [];

/** Constructs of a route that its integration's feature answers for beside the templates that are carried. */
export function besideTemplates(route: AwsRoute, templates: readonly TemplateUse[]): readonly Construct[] {
  const carried = new Set(templates.map(({ at }) => sourceKey(at)));
  return integrationParts(route).filter(({ kind, at }) => kind !== 'mapping-template' || !carried.has(sourceKey(at)));
}

/** By its level; where API Gateway stays the origin the route's templates are accounted with it. */
function entriesOf(plan: RoutePlan): readonly LedgerEntry[] {
  if (plan.handling.kind === 'origin') return [];
  return usesOf(plan.handling).flatMap(({ at, level }) => {
    const isExact = level === 'L0' || level === 'L1';
    return enterChosen(
      'mapping-templates',
      plan,
      [{ kind: 'mapping-template', at }],
      isExact ? 'translated' : 'differs',
    );
  });
}

/** What is to say of a template: each thing once, with its line. */
function findingsOf({ route, handling }: RoutePlan, use: TemplateUse): readonly Finding[] {
  const isRefused = use.level === 'L6';
  // What a template would differ in says nothing where API Gateway goes on running it.
  if (!isRefused && handling.kind === 'origin') return [];
  const place = `The ${use.kind} template for ${use.type} of ${route.method} ${route.path}`;
  return [...byCode(use.diagnostics).values()].map((diagnostics) => {
    const [first] = diagnostics as [Diagnostic];
    const lines = [...new Set(diagnostics.map(({ line }) => line))].join(', ');
    const detail = `${place}, line ${lines}: ${first.message}`;
    const finding = report(mappingTemplates, isRefused ? REFUSED : DIFFERS, use.at, detail);
    const { severity, awsBehaviour, apimBehaviour, remedy } = first;
    return isRefused
      ? { ...finding, awsBehaviour, remedy }
      : { ...finding, severity, awsBehaviour, apimBehaviour, remedy, differs: SEEN[use.kind] };
  });
}

function byCode(diagnostics: readonly Diagnostic[]): ReadonlyMap<string, readonly Diagnostic[]> {
  return Map.groupBy(diagnostics, ({ code, message }) => `${code} ${message}`);
}
