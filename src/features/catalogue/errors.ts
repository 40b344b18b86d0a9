import { group } from './row.ts';

export const ERRORS = group(
  'B4',
  'CORS and errors',
  ['CorsConfiguration of an HTTP API', 'cors', 'C', 'applied', 'cors'],
  ['OPTIONS mocks of a REST API', 'return-response', 'C', 'applied', 'mock-integration'],
  ['Gateway responses', 'on-error of the API', 'C', 'applied', 'gateway-responses'],
);

export const PLANS = group(
  'B5',
  'Keys, plans, limits',
  ['Usage plan', 'product', 'C', 'applied', 'planning'],
  ['API key', 'subscription', 'E', 'applied', 'planning'],
  ['x-api-key', 'subscription key parameter', 'E', 'applied', 'planning'],
  ['apiKeyRequired by method', 'open product and a gate by operation', 'C', 'applied', 'key-gate'],
  ['Key in several plans', 'product with the APIs and limits of all its plans', 'D', 'applied', 'planning'],
  ['Throttle of a plan', 'rate-limit-by-key of the product, rate-limit in Consumption', 'C', 'applied', 'planning'],
  ['Throttle of a stage or method', 'rate-limit-by-key', 'C', 'applied', 'throttle'],
  ['Throttle of the account', 'policy fragment for all APIs', 'D', 'artefact', 'account-throttle'],
  [
    'Quota of a plan',
    'quota-by-key by calendar, quota where a tier lacks it',
    'C',
    'applied',
    'planning',
    'usage-plan-details',
  ],
);
