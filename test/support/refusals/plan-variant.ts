import type { Step } from '../../../src/model/plan.ts';
import type { ApimTier } from '../../../src/model/tier.ts';
import type { HeldResource } from '../../../src/planning/refusals/planned-writes.ts';

/** A plan with the service that it is for. */
export interface Plan {
  readonly name: string;
  readonly tier: ApimTier;
  readonly steps: readonly Step[];
  /** What the service has before. */
  readonly held: readonly HeldResource[];
}

/** A plan that was changed at one place: so that it is refused, so that it is just allowed, or so that it may be either. */
export interface Variant extends Plan {
  readonly intent: 'bad' | 'good' | 'open';
}

export type Properties = Readonly<Record<string, unknown>>;

export const pathOf = ({ payload }: Step): string => (typeof payload['path'] === 'string' ? payload['path'] : '');
export const propertiesOf = ({ payload }: Step): Properties => (payload['properties'] ?? {}) as Properties;

/** Collections along the path of what a step writes. */
export const kindOf = (step: Step): string =>
  pathOf(step)
    .split('/')
    .filter((_, index) => index % 2 === 0)
    .join('/');

/** The step with other properties. */
export const withProperties = (step: Step, properties: Properties): Step => ({
  ...step,
  payload: { ...step.payload, properties },
});

/** The plan with another step at one place, without it (undefined), or with more of them. */
export function replaced(
  plan: Plan,
  step: Step,
  change: Step | readonly Step[] | undefined,
  name: string,
  intent: Variant['intent'],
): Variant {
  const instead = change === undefined ? [] : Array.isArray(change) ? (change as readonly Step[]) : [change as Step];
  const steps = plan.steps.flatMap((each) => (each === step ? instead : [each]));
  return { ...plan, name: `${plan.name}: ${name}`, intent, steps };
}

/** A step of a plan that writes a resource. */
export const put = (path: string, properties: Properties, payload: Properties = {}): Step => ({
  id: `put:${path}`,
  kind: 'put-apim-resource',
  summary: `put ${path}`,
  dependsOn: [],
  from: [{ arn: 'arn:aws:apigateway:us-east-1::/restapis/refusals', pointer: '' }],
  place: { wave: 'one', phase: 'importing', unit: 'one' },
  payload: { path, properties, ...payload },
});
