/** Members whose own keys are the customer's, not ours: they keep their spelling. The values are text or structures. */
const MAPS = new Set([
  'Tags',
  'StageVariables',
  'RouteSettings',
  'RequestParameters',
  'RequestTemplates',
  'ResponseParameters',
  'RequestModels',
  'ResponseModels',
  'ResponseTemplates',
]);

/** SDK shape to wire shape: member names begin lower case, times are ISO 8601 (API Gateway v2 model, 2026-11-23). */
export function toWire(value: unknown, isMap = false): unknown {
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map((item) => toWire(item));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [isMap ? key : lowerFirst(key), toWire(item, !isMap && MAPS.has(key))]),
  );
}

const lowerFirst = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);
