import type { AwsApi } from '../model/aws.ts';
import type { FeatureContext, ResourceContribution } from './feature.ts';
import { shortHash } from './operations.ts';

/** A certificate of the service that comes from the run's vault. */
export interface VaultCertificate {
  readonly path: string;
  readonly properties: ResourceContribution['properties'];
  /** The id that backends name it by. */
  readonly resourceId: string;
}

/**
 * The certificate that a run names in place of the one that a stage shows its backends; undefined where it names none. Without a
 * version, so that the service follows the vault when it is renewed. It is one of each API at a stage, so that one undo harms no other.
 */
export function clientCertificateOf(
  { stage, id }: AwsApi,
  { clientCertificates = {}, target, keyVault }: Pick<FeatureContext, 'clientCertificates' | 'target' | 'keyVault'>,
): VaultCertificate | undefined {
  const shown = stage.clientCertificateId;
  const name = shown !== undefined && Object.hasOwn(clientCertificates, shown) ? clientCertificates[shown] : undefined;
  if (name === undefined || keyVault === undefined || target === undefined) return undefined;
  const { subscriptionId, resourceGroup, service } = target;
  const path = `certificates/${name}-${shortHash(`${id} ${stage.name} ${shown ?? ''}`)}`;
  return {
    path,
    properties: { keyVault: { secretIdentifier: `https://${keyVault}.vault.azure.net/secrets/${name}` } },
    resourceId: `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.ApiManagement/service/${service}/${path}`,
  };
}
