import { entity } from './entity.ts';

/** Where logs go; that of Azure Monitor has no credentials. */
export const loggers = entity('loggers/{}', {
  operations: ({ logger }) => logger,
  list: (logger, ...args) => logger.listByService(...args),
});

/** What is logged of all calls, and of those of one API. */
export const diagnostics = entity('diagnostics/{}', {
  operations: ({ diagnostic }) => diagnostic,
  list: (diagnostic, ...args) => diagnostic.listByService(...args),
});

export const apiDiagnostics = entity('apis/{}/diagnostics/{}', {
  operations: ({ apiDiagnostic }) => apiDiagnostic,
  list: (diagnostic, ...args) => diagnostic.listByService(...args),
});
