import { defineFeature, NOTHING, EVERY_API_TYPE } from './feature.ts';
import { readable, shortHash, slug } from './operations.ts';

/** Tags that AWS itself or a deployment tool sets say nothing of an API to people. */
const OF_TOOLS = /^(aws|cloudformation|sam|lambda|serverless):/i;

const LONGEST_NAME = 160;

/** Tags of the API and its stage, which group APIs in the portal and in the developer portal (docs: mapping, B1). */
export const tags = defineFeature({
  id: 'tags',
  fidelity: 'C',
  claims: [],
  apiTypes: EVERY_API_TYPE,
  findings: {},
  translate(api) {
    const own = Object.entries({ ...api.tags, ...api.stage.tags }).filter(([key]) => !OF_TOOLS.test(key));
    const named = own.map(([key, value]) => {
      const displayName = readable(value === '' ? key : `${key}: ${value}`).slice(0, LONGEST_NAME);
      return { id: `${slug(displayName)}-${shortHash(displayName, 6)}`, displayName };
    });
    return {
      ...NOTHING,
      shared: named.map(({ id, displayName }) => ({ path: `tags/${id}`, properties: { displayName }, from: [api.at] })),
      ofApi: named.map(({ id }) => ({ path: `tags/${id}`, properties: {}, from: [api.at] })),
    };
  },
});
