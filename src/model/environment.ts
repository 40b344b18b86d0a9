import * as z from 'zod';
import { APIM_TIERS } from './tier.ts';

/**
 * A further target of the same decisions: what differs from the one that is planned for. Addresses and names are those of the plan, each
 * with what takes its place there; what is not named is the same.
 */
export const environment = z.strictObject({
  service: z
    .string()
    .regex(/^[a-zA-Z](?:[a-zA-Z0-9-]{0,48}[a-zA-Z0-9])?$/, 'an API Management service name')
    .describe('name of the service'),
  tier: z.enum(APIM_TIERS).optional().describe('tier of the service; another one has other policies'),
  keyVault: z
    .string()
    .regex(/^[a-zA-Z][a-zA-Z0-9-]{1,22}[a-zA-Z0-9]$/, 'the name of a Key Vault')
    .describe('where certificates and secrets are'),
  hostnames: z.record(z.string(), z.string()).default({}).describe('name there, by the name of the plan'),
  backends: z
    .record(z.string(), z.url({ protocol: /^https?$/ }))
    .default({})
    .describe('address there, by the address of the plan'),
});
export type Environment = z.infer<typeof environment>;

/** By name: names become names of files. */
export const environments = z.record(
  z.string().regex(/^[a-z0-9][a-z0-9-]{0,48}$/, 'lower-case letters, digits and dashes, 49 at most'),
  environment,
);
