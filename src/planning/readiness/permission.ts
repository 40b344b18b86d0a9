import type { Permission } from '../../model/target-surroundings.ts';

/** Whether one of the roles allows an action: its patterns do, and none of its exceptions takes it out (Microsoft Learn, role definitions; read 2026-11-29). */
export const allows = (permissions: readonly Permission[], action: string): boolean =>
  permissions.some(
    ({ actions, notActions }) =>
      actions.some((pattern) => matches(pattern, action)) && !notActions.some((pattern) => matches(pattern, action)),
  );

/** `*` stands for any part, slashes too; case does not count. */
function matches(pattern: string, action: string): boolean {
  const parts = pattern.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 'i').test(action);
}
