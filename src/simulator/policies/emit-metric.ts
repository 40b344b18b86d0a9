import { elementsOf, type PolicyElement } from '../../policy/tree.ts';
import { SimulatorDefect } from '../failure.ts';
import { attribute, attributeOr, type Flow } from '../state.ts';
import type { PolicyExecutor } from './policy.ts';

/** Keeps the counter that would go to Application Insights. */
export const emitMetric: PolicyExecutor = (flow, element) => {
  const value = Number(attributeOr(flow, element, 'value', '1'));
  if (!Number.isFinite(value)) throw new SimulatorDefect('emit-metric: value is no number');
  const dimensions = elementsOf(element.children).map((child) => [
    attributeOr(flow, child, 'name', ''),
    attribute(flow, child, 'value') ?? byName(flow, child),
  ]);
  flow.telemetry.push({
    kind: 'metric',
    name: attributeOr(flow, element, 'name', ''),
    namespace: attributeOr(flow, element, 'namespace', 'API Management'),
    value,
    dimensions: Object.fromEntries(dimensions) as Record<string, string>,
  });
};

/** Dimensions that have a value of their own (Microsoft Learn, emit-metric; read 2026-11-29): those that a simulation knows. */
function byName(flow: Flow, dimension: PolicyElement): string {
  const name = attributeOr(flow, dimension, 'name', '');
  switch (name) {
    case 'API ID':
      return flow.api?.id ?? '';
    case 'Operation ID':
      return flow.operation?.id ?? '';
    case 'Product ID':
      return flow.access.product?.id ?? '';
    case 'Subscription ID':
      return flow.access.subscription?.id ?? '';
    default:
      throw new SimulatorDefect(`emit-metric: the dimension ${name} has no value here`);
  }
}
