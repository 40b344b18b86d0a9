import * as z from 'zod';

/** A person's own policy for a route, in place of the one that would be planned (docs: architecture, Ledger). */
export const routeOverride = z.strictObject({
  policy: z.string().min(1).describe('policy document of the operations of the route, as XML'),
  format: z.enum(['xml', 'rawxml']).default('xml'),
  source: z
    .string()
    .regex(/^sha256:[0-9a-f]{64}$/, 'a digest as findings give it')
    .optional()
    .describe('digest of the route that the policy was written for; without it the first finding gives it'),
});
export type RouteOverride = z.infer<typeof routeOverride>;
