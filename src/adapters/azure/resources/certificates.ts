import { entity } from './entity.ts';

/** Certificates that backends are shown; those of a vault are read by the service itself. */
export const certificates = entity('certificates/{}', {
  operations: ({ certificate }) => certificate,
  list: (certificate, ...args) => certificate.listByService(...args),
});
