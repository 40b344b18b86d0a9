import type { AwsInventory } from '../../../src/model/aws-inventory.ts';
import { assessmentRequest } from '../../../src/planning/assessment-request.ts';
import { assess } from '../../../src/planning/build-plan.ts';
import type { Report } from '../../../src/report/model.ts';
import { reportOf } from '../../../src/report/report-of.ts';

export const CREATED = '2026-11-25T12:00:00.000Z';

/** The report of an inventory as `crossgate assess` makes it. */
export function reportFor(inventory: AwsInventory): Report {
  const wanted = assessmentRequest(inventory);
  return reportOf({
    assessment: assess({ inventory, ...wanted, targetDigest: 'sha256:none' }),
    inventory,
    request: wanted.request,
    inputs: [{ file: 'orders.json', ok: true, apiIds: inventory.apis.map(({ id }) => id) }],
    createdAt: CREATED,
  });
}

/** Every file of a report, by its path. */
export { reportFiles } from '../../../src/report/report-files.ts';
