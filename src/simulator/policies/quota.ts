import { consume, perSubscription } from './limits.ts';

export const quota = perSubscription(consume);
