import type { AwsInventory } from '../../../model/aws-inventory.ts';
import type { MigrationPlan } from '../../../model/plan.ts';
import type { RunRequest } from '../../../model/run.ts';
import type { ArtefactFile } from '../artefact-file.ts';
import { accountLimitFiles } from './account-limit.ts';
import { apiCenterFiles } from './api-center.ts';
import { applicationGatewayFiles } from './application-gateway.ts';
import { credentialManagerFiles } from './credential-manager.ts';
import { eventRuleFiles } from './event-rules.ts';
import { frontDoorFiles } from './front-door.ts';
import { groupFiles } from './groups.ts';
import { networkRuleFiles } from './network-rules.ts';
import { privateAccessFiles } from './private-access.ts';
import { selfHostedGatewayFiles } from './self-hosted-gateway.ts';
import { serviceFiles } from './service.ts';
import { targetReadinessFiles } from './target-readiness.ts';

/** What stands around the APIs, as entry points to deploy: each only where the source has what it takes the place of. */
export function* estateFiles(
  inventory: AwsInventory,
  plan: Pick<MigrationPlan, 'waves' | 'steps'>,
  request: RunRequest,
  tier: string,
): Iterable<ArtefactFile> {
  yield* serviceFiles(inventory, tier);
  yield* frontDoorFiles(inventory);
  yield* applicationGatewayFiles(inventory, request);
  yield* privateAccessFiles(inventory);
  yield* networkRuleFiles(inventory);
  yield* selfHostedGatewayFiles(inventory, plan);
  yield* credentialManagerFiles(inventory);
  yield* groupFiles(inventory, plan);
  yield* eventRuleFiles(inventory);
  yield* accountLimitFiles(inventory);
  yield* apiCenterFiles(inventory, plan);
  if (inventory.apis.length > 0) yield* targetReadinessFiles();
}
