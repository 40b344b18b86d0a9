import { isObject, type Json } from '../aws/import/document.ts';
import { deployedValue, type Deployment } from './deployed-value.ts';

/** Values for every stage variable that a definition's integrations name: what its deployment sets on the stage. */
export function stageVariablesOf(document: Json, deployment: Deployment): Record<string, string> {
  const found: Record<string, string> = {};
  const walk = (value: unknown, path: readonly string[], parent: Json): void => {
    if (Array.isArray(value)) value.forEach((item, index) => walk(item, [...path, String(index)], parent));
    else if (isObject(value)) for (const [key, item] of Object.entries(value)) walk(item, [...path, key], value);
    else if (typeof value === 'string' && path.some((key) => key.startsWith('x-amazon-apigateway-'))) {
      for (const match of value.matchAll(/\$\{?stageVariables\.(\w+)\}?/g)) {
        const name = match[1] ?? '';
        const place = {
          path,
          parent,
          before: value.slice(0, match.index),
          after: value.slice(match.index + match[0].length),
        };
        found[name] ??= deployedValue(name, place, deployment);
      }
    }
  };
  walk(document, [], {});
  return found;
}
