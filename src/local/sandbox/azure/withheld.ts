import { randomBytes } from 'node:crypto';
import { isJson, type Json } from './answers.ts';
import type { ResourceType } from './resource-types.ts';
import type { ArmResource } from './state.ts';

/** What of a resource an answer shows, and what is kept from it. */
export interface Withheld {
  readonly properties: Json;
  readonly secrets: Readonly<Record<string, string>>;
}

const REFERENCE = /^\{\{[^{}]+\}\}$/;

/**
 * Secrets never come back: members that a type withholds are left out wherever they stand, and texts that it vaults become
 * references to named values that the service makes, `{{Logger-Credentials--…}}` (recorded 2026-11-23). What is written
 * again with the same text keeps its reference, so that nothing has changed.
 */
export function withhold(
  { withheld = [], vaulted }: ResourceType,
  properties: Json,
  existing: ArmResource | undefined,
): Withheld {
  const secrets: Record<string, string> = {};
  const show = (value: unknown, path: string, inVault: boolean): unknown => {
    if (Array.isArray(value)) return value.map((item, index) => show(item, `${path}/${index}`, inVault));
    if (isJson(value)) return shown(value, path, inVault);
    if (!inVault || typeof value !== 'string' || REFERENCE.test(value)) return value;
    secrets[path] = value;
    const before = existing?.secrets?.[path] === value ? textAt(existing.properties, path) : undefined;
    return before ?? `{{${vaulted?.label ?? ''}--${randomBytes(12).toString('hex')}}}`;
  };
  const shown = (object: Json, path: string, inVault: boolean): Json =>
    Object.fromEntries(
      Object.entries(object).flatMap(([name, value]) => {
        const at = `${path}/${name}`;
        if (withheld.includes(name)) {
          if (typeof value === 'string') secrets[at] = value;
          return [];
        }
        return [[name, show(value, at, inVault || at === `/${vaulted?.member}`)]];
      }),
    );
  return { properties: shown(properties, '', false), secrets };
}

function textAt(properties: Readonly<Record<string, unknown>>, path: string): string | undefined {
  const found = path
    .split('/')
    .slice(1)
    .reduce<unknown>((value, name) => (value as Json | undefined)?.[name], properties);
  return typeof found === 'string' ? found : undefined;
}
