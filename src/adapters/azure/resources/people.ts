import { assignment } from './assignment.ts';
import { entity } from './entity.ts';

/** Groups; the three built in (administrators, developers, guests) are neither written nor removed. */
export const groups = entity('groups/{}', {
  operations: ({ group }) => group,
  list: (group, ...args) => group.listByService(...args),
});

export const groupUsers = assignment('groups/{}/users/{}', {
  isThere: ({ groupUser }, ...args) => groupUser.checkEntityExists(...args),
  assign: ({ groupUser }, ...args) => groupUser.create(...args),
  detach: ({ groupUser }, ...args) => groupUser.delete(...args),
  list: ({ groupUser }, ...args) => groupUser.list(...args),
});

/** Users: removing one is long-running, and refused while subscriptions are theirs. Nobody is sent a notification. */
export const users = entity('users/{}', {
  operations: ({ user }) => user,
  list: (user, ...args) => user.listByService(...args),
  writing: { notify: false },
  removing: { notify: false },
});
