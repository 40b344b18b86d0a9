import { entity } from './entity.ts';

/** Named values: the PUT is long-running, and GET never answers a secret one's value. */
export const namedValues = entity('namedValues/{}', {
  operations: ({ namedValue }) => namedValue,
  list: (namedValue, ...service) => namedValue.listByService(...service),
});

/** Backends. The SDK drops `type` silently, a pool needs it as `typePropertiesType` (10.0.0, 2026-11-23). */
export const backends = entity('backends/{}', {
  operations: ({ backend }) => backend,
  list: (backend, ...service) => backend.listByService(...service),
  spelling: { type: 'typePropertiesType' },
});
