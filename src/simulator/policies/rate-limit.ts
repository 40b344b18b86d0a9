import { perSubscription, slide } from './limits.ts';

export const rateLimit = perSubscription(slide);
