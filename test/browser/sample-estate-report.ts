import { assessmentRequest } from '../../src/planning/assessment-request.ts';
import { assess } from '../../src/planning/build-plan.ts';
import type { Report } from '../../src/report/model.ts';
import { reportOf } from '../../src/report/report-of.ts';
import { readSampleEstate } from '../support/sample-estate.ts';

/** The report of the sample estate, as `crossgate assess` makes it. */
export async function sampleEstateReport(): Promise<Report> {
  const inventory = await readSampleEstate();
  const { request, ...names } = assessmentRequest(inventory);
  const assessment = assess({ inventory, request, ...names, targetDigest: 'sha256:none' });
  return reportOf({ assessment, inventory, request, inputs: [], createdAt: '2026-11-25T12:00:00.000Z' });
}
