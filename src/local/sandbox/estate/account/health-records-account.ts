import type { ResourceRecordSet } from '@aws-sdk/client-route-53';
import type { AwsState } from '../../aws/state.ts';
import { healthRecordsEstate } from '../health-records.ts';
import type { CertificateIssuer, SampleEstate } from '../sample-estate.ts';
import { addClaimsIntake } from './claims-intake.ts';
import { addLabResults } from './lab-results.ts';
import { partnerRegion } from './partner-exchange.ts';
import { payrollAccount } from './payroll.ts';
import { addSettings } from './settings.ts';
import { addWardMonitor } from './ward-monitor.ts';

/**
 * The whole account that the health records system lies in, with APIs that no wave of the demo moves: a private one whose
 * stages differ from what is edited, one that cannot be exported, a WebSocket API, one in a second region, and one in another
 * account of the organisation.
 */
export async function healthRecordsAccount(issuer: CertificateIssuer): Promise<SampleEstate> {
  const estate = await healthRecordsEstate(issuer);
  const { aws } = estate;
  const clientCertificateId = await addSettings(aws, issuer);
  addLabResults(aws, clientCertificateId);
  addClaimsIntake(aws);
  addWardMonitor(aws);
  const { state, record } = await partnerRegion(aws.accountId, issuer);
  addRecord(aws, 'health.example.', record);
  aws.resourceIndex = 'AGGREGATOR';
  return { ...estate, elsewhere: [state, payrollAccount()] };
}

/** Into a zone as it was from the start. */
function addRecord(aws: AwsState, zoneName: string, record: ResourceRecordSet): void {
  const zone = [...aws.hostedZones.values()].find(({ zone: { Name } }) => Name === zoneName);
  if (!zone) throw new Error(`the estate has no zone ${zoneName}`);
  zone.recordSets = [...zone.recordSets, record];
  zone.history = [{ at: Date.now(), recordSets: zone.recordSets }];
}
