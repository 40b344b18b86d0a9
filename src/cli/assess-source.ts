import type { AssessedInput } from '../model/assessment-input.ts';
import type { AwsInventory } from '../model/aws-inventory.ts';
import { plannedTier, type ApimTier } from '../model/tier.ts';
import { assessmentRequest } from '../planning/assessment-request.ts';
import { assess, type Assessment } from '../planning/build-plan.ts';
import type { PolicyFormat } from '../report/artefacts/apiops.ts';
import { gitOpsFiles, type FurtherEnvironment } from '../report/artefacts/git-ops.ts';
import { insightsFiles } from '../report/artefacts/bicep/application-insights.ts';
import { estateFiles } from '../report/artefacts/bicep/estate.ts';
import { alertFiles } from '../report/artefacts/bicep/monitoring.ts';
import { serviceParameterFile } from '../report/artefacts/bicep/parameter-files.ts';
import { workbookFiles } from '../report/artefacts/bicep/workbook.ts';
import { firewallFile } from '../report/artefacts/bicep/firewall.ts';
import { boundHostnames } from '../report/artefacts/environment-values.ts';
import { plannedResources } from '../report/artefacts/planned-resources.ts';
import { worksheetFiles } from '../report/artefacts/worksheets.ts';
import { reportFiles } from '../report/report-files.ts';
import { reportOf } from '../report/report-of.ts';
import type { OutputFile } from './output-folder.ts';

/** An assessment knows no service: its plan is for reading, and no run executes it. */
const NO_TARGET = 'sha256:none';

/** Assesses what was read for a tier, with the waves and the names that it proposes itself. @throws Error for a defect of ours */
export function assessSource(inventory: AwsInventory, tier?: ApimTier): Assessment {
  return assess({ inventory, ...assessmentRequest(inventory, tier), targetDigest: NO_TARGET });
}

/** What files are made with besides the assessment. */
export interface AssessmentTerms {
  readonly inputs: readonly AssessedInput[];
  readonly policyFormat: PolicyFormat;
  readonly tier?: ApimTier | undefined;
  readonly environments?: readonly FurtherEnvironment[];
}

/** All files of `--out`, the plan first. Made one by one: an estate's are more than memory should hold. */
export function* assessmentFiles(
  assessment: Assessment,
  inventory: AwsInventory,
  { inputs, policyFormat, tier, environments = [] }: AssessmentTerms,
): Iterable<OutputFile> {
  yield { path: 'plan.json', content: `${JSON.stringify(assessment.plan, null, 2)}\n` };
  const { request } = assessmentRequest(inventory, tier);
  const resources = plannedResources(assessment.plan.steps);
  const target = {
    name: 'planned',
    service: request.target.service,
    tier: plannedTier(request.target),
    keyVault: request.keyVault,
    hostnames: boundHostnames(assessment.plan.steps),
  };
  yield* gitOpsFiles(resources, policyFormat, target, environments);
  if (inventory.apis.length > 0)
    for (const { name } of [target, ...environments.map((each) => each.target)]) yield serviceParameterFile(name);
  for (const policy of assessment.firewalls) yield firewallFile(policy);
  yield* alertFiles(assessment.alerts);
  yield* insightsFiles(assessment);
  yield* workbookFiles();
  const report = reportOf({ assessment, inventory, request, inputs, createdAt: new Date().toISOString() });
  yield* estateFiles(inventory, assessment.plan, request, report.tier.recommended);
  yield* worksheetFiles(assessment, inventory);
  yield* reportFiles(report);
}
