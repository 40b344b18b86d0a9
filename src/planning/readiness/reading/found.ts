import { FailureError } from '../../../model/outcome.ts';
import type { Found } from '../../../model/target-surroundings.ts';
import type { AzureResourceRead, AzureResources } from '../../../ports/azure-resources.ts';

/** What was asked for, or why nobody can tell. An outage is no answer: it is thrown, and asked again later. */
export async function found<T>(ask: () => Promise<T | undefined>): Promise<Found<T>> {
  try {
    const value = await ask();
    return value === undefined ? { state: 'missing' } : { state: 'there', value };
  } catch (error) {
    if (!(error instanceof FailureError) || error.failure.kind === 'transient') throw error;
    return { state: 'unknown', reason: error.failure.message };
  }
}

/** A resource by its id, as whoever asks needs it. */
export const foundAt = <T>(
  azure: AzureResources,
  id: string,
  apiVersion: string,
  as: (resource: AzureResourceRead) => T,
): Promise<Found<T>> =>
  found(async () => {
    const resource = await azure.read(id, apiVersion);
    return resource && as(resource);
  });

/** `East US` as `eastus`. */
export const placeOf = (location: string | undefined): string => (location ?? '').toLowerCase().replaceAll(' ', '');
