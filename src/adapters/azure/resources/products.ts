import { assignment } from './assignment.ts';
import { entity } from './entity.ts';

/**
 * Products. One with subscriptions is not removed, and those of others go with none of ours: whoever removes a product
 * removes its subscriptions first.
 */
export const products = entity('products/{}', {
  operations: ({ product }) => product,
  list: (product, ...args) => product.listByService(...args),
});

export const productApis = assignment('products/{}/apis/{}', {
  isThere: ({ productApi }, ...args) => productApi.checkEntityExists(...args),
  assign: ({ productApi }, ...args) => productApi.createOrUpdate(...args),
  detach: ({ productApi }, ...args) => productApi.delete(...args),
  list: ({ productApi }, ...args) => productApi.listByProduct(...args),
});

/** To whom a product is shown; a new one is shown to administrators. */
export const productGroups = assignment('products/{}/groups/{}', {
  isThere: ({ productGroup }, ...args) => productGroup.checkEntityExists(...args),
  assign: ({ productGroup }, ...args) => productGroup.createOrUpdate(...args),
  detach: ({ productGroup }, ...args) => productGroup.delete(...args),
  list: ({ productGroup }, ...args) => productGroup.listByProduct(...args),
});

/** Subscriptions: the keys are written and never read back by GET; nobody is sent a notification about a migrated key. */
export const subscriptions = entity('subscriptions/{}', {
  operations: ({ subscription }) => subscription,
  list: (subscription, ...args) => subscription.list(...args),
  writing: { notify: false },
});
