import { entity } from './entity.ts';

/** External caches, by region or `default`; the connection string comes back as a named value that the service made. */
export const caches = entity('caches/{}', {
  operations: ({ cache }) => cache,
  list: (cache, ...args) => cache.listByService(...args),
});
