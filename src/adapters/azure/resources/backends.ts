import { entity } from './entity.ts';

/** Named values: the PUT is long-running, and GET never answers a secret one's value. */
export const namedValues = entity('namedValues/{}', {
  operations: ({ namedValue }) => namedValue,
  list: (namedValue, ...args) => namedValue.listByService(...args),
});

/** Backends. The SDK drops `type` silently, a pool needs it as `typePropertiesType` (10.0.0, 2026-11-23). */
export const backends = entity('backends/{}', {
  operations: ({ backend }) => backend,
  list: (backend, ...args) => backend.listByService(...args),
  spelling: { type: 'typePropertiesType' },
});
