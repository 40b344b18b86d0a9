import type { Step } from '../../../src/model/plan.ts';
import { policy } from './good-plans.ts';
import { put } from './plan-variant.ts';

/** The steps of so many APIs, each with its operations and a policy for each of them. */
export function largePlan(apis: number, operations: number): readonly Step[] {
  const steps: Step[] = [put('namedValues/token', { displayName: 'token', secret: false, value: 'x' })];
  for (let api = 0; api < apis; api += 1) {
    const path = `apis/api-${api}`;
    const properties = {
      displayName: `API ${api}`,
      path: `api-${api}`,
      protocols: ['https'],
      subscriptionRequired: false,
    };
    const ids = Array.from({ length: operations }, (_, index) => `operation-${index}`);
    const paths = Object.fromEntries(
      ids.map((operationId) => [`/${operationId}/{id}`, { get: described(operationId) }]),
    );
    const value = JSON.stringify({ openapi: '3.0.1', info: { title: `API ${api}`, version: '1.0' }, paths });
    steps.push(
      put(`backends/backend-${api}`, { url: `https://backend-${api}.example.com`, protocol: 'http' }),
      put(path, properties),
      put(`${path}/policies/policy`, policy('<return-response />')),
      put(path, { ...properties, format: 'openapi+json', value }, { operationIds: ids }),
      ...ids.map((id) =>
        put(
          `${path}/operations/${id}/policies/policy`,
          policy(
            `<set-backend-service backend-id="backend-${api}" /><rewrite-uri template="/v1/${id}" copy-unmatched-params="true" /><set-header name="x-token" exists-action="override"><value>{{token}}</value></set-header><choose><when condition="@(context.Request.Headers.ContainsKey(&quot;a&quot;))"><set-variable name="a" value="${id}" /></when></choose>`,
          ),
        ),
      ),
    );
  }
  return steps;
}

const described = (operationId: string) => ({
  operationId,
  summary: operationId,
  parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
  responses: { default: { description: 'As the backend answers.' } },
});
