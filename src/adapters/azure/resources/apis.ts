import { entity } from './entity.ts';

export const apiVersionSets = entity('apiVersionSets/{}', {
  operations: ({ apiVersionSet }) => apiVersionSet,
  list: (versionSet, ...args) => versionSet.listByService(...args),
});

/**
 * APIs. With `format` and `value` the PUT imports a document and is long-running, without them it answers at once.
 * The SDK calls the contract's `type` `apiType`, and the contract's `apiType` `soapApiType` (10.0.0, read in its mappers).
 */
export const apis = entity('apis/{}', {
  operations: ({ api }) => api,
  list: (api, ...args) => api.listByService(...args),
  spelling: {
    type: 'apiType',
    apiType: 'soapApiType',
    translateRequiredQueryParameters: 'translateRequiredQueryParametersConduct',
  },
  removing: { deleteRevisions: true },
});

/** Releases: the PUT makes the revision that `apiId` names the current one, and removing a release changes nothing of that. */
export const apiReleases = entity('apis/{}/releases/{}', {
  operations: ({ apiRelease }) => apiRelease,
  list: (release, ...args) => release.listByService(...args),
});

export const apiOperations = entity('apis/{}/operations/{}', {
  operations: ({ apiOperation }) => apiOperation,
  list: (operation, ...args) => operation.listByApi(...args),
});
