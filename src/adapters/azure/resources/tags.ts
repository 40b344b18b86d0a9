import { assignment } from './assignment.ts';
import { entity } from './entity.ts';

export const tags = entity('tags/{}', {
  operations: ({ tag }) => tag,
  list: (tag, ...args) => tag.listByService(...args),
});

/** Tags at an API, an operation, a product: GET answers the tag, which says no more than that it is there. */
export const apiTags = assignment('apis/{}/tags/{}', {
  isThere: ({ tag }, ...args) => tag.getByApi(...args),
  assign: ({ tag }, ...args) => tag.assignToApi(...args),
  detach: ({ tag }, ...args) => tag.detachFromApi(...args),
  list: ({ tag }, ...args) => tag.listByApi(...args),
});

export const operationTags = assignment('apis/{}/operations/{}/tags/{}', {
  isThere: ({ tag }, ...args) => tag.getByOperation(...args),
  assign: ({ tag }, ...args) => tag.assignToOperation(...args),
  detach: ({ tag }, ...args) => tag.detachFromOperation(...args),
  list: ({ tag }, ...args) => tag.listByOperation(...args),
});

export const productTags = assignment('products/{}/tags/{}', {
  isThere: ({ tag }, ...args) => tag.getByProduct(...args),
  assign: ({ tag }, ...args) => tag.assignToProduct(...args),
  detach: ({ tag }, ...args) => tag.detachFromProduct(...args),
  list: ({ tag }, ...args) => tag.listByProduct(...args),
});
