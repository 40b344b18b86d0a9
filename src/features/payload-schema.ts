import type { AwsApi, AwsRoute } from '../model/aws.ts';
import type { Schema } from '../vtl/schema.ts';
import { bodyChecks } from './body-checks.ts';
import { draft4Components } from './draft4-components.ts';

/**
 * By media type, what the payloads of a route keep to when its templates run, because its validator refuses others (docs: templates-and-policies,
 * 2: types seeded from models); empty where nothing is validated.
 */
export function payloadSchemas(route: AwsRoute, api: AwsApi): ReadonlyMap<string, Schema> {
  const checks = bodyChecks(route, api);
  if (typeof checks === 'string') return new Map();
  const { components } = draft4Components(api.models);
  return new Map(
    checks.map(({ contentType, component }) => {
      const schema = components[component] as Schema;
      return [contentType, { ...schema, components: { schemas: components } }];
    }),
  );
}
