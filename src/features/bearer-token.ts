import * as cs from '../csharp/build.ts';
import type { Expression } from '../csharp/expression.ts';

/** API Gateway takes the bare token as well as `Bearer` and the token (edge case 26). */
export const bearerToken = (): Expression => cs.call(cs.requestHeader('Authorization'), 'Replace', 'Bearer ', '');
