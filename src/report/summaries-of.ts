import type { Finding } from '../model/finding.ts';
import type { Report, ReaderSummary, Verdict } from './model.ts';

type Facts = Omit<Report, 'verdict' | 'readers' | 'schema'>;

const counted = (count: number, noun: string): string =>
  `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : noun.endsWith('s') ? 'es' : 's'}`;
const share = (part: number, whole: number): string => (whole === 0 ? '100' : ((100 * part) / whole).toFixed(1));

/** The whole report in a line, and what to do first. */
export function verdictOf(facts: Facts): Verdict {
  const { counts, ledger } = facts;
  const { blocker, decision } = counts.findings;
  const state = blocker > 0 ? 'blocked' : decision > 0 ? 'decisions' : 'ready';
  const titles = {
    blocked: `${counted(blocker, 'blocker')} must be settled before everything can move`,
    decisions: `${counted(decision, 'decision')} to take, nothing blocks`,
    ready: 'Nothing stands in the way',
  };
  return {
    state,
    title: titles[state],
    text: `${counted(counts.apis, 'API')} with ${counted(counts.operations, 'operation')}: ${share(ledger.carried, ledger.total)}\u00a0% of ${counted(ledger.total, 'configured thing')} can be carried to API Management, ${share(ledger.carriedNoDecision, ledger.total)}\u00a0% without any decision. ${counted(ledger.manual, 'thing')} need work by hand, ${counted(ledger.blocked, 'thing')} have no way yet.`,
    nextSteps: nextSteps(facts),
  };
}

function nextSteps({ findings, gaps, tier, waves, certificates, fixedCallers, inputs }: Facts): readonly string[] {
  const refused = inputs.filter(({ ok }) => !ok).length;
  const reissue = certificates.filter(({ path }) => path !== 'export').length;
  const steps: readonly (string | false)[] = [
    refused > 0 && `Correct or leave out ${counted(refused, 'input')} that could not be read.`,
    gaps.length > 0 && `Close ${counted(gaps.length, 'gap')} of discovery: what was not read may control access.`,
    ...mostFrequent(findings, 'blocker', 3).map(([text, count]) => `Settle ${counted(count, 'blocker')}: ${text}`),
    ...mostFrequent(findings, 'decision', 2).map(([text, count]) => `Take ${counted(count, 'decision')}: ${text}`),
    reissue > 0 && `Have ${counted(reissue, 'certificate')} issued anew: AWS does not give the key out.`,
    fixedCallers.length > 0 && `Tell callers of ${counted(fixedCallers.length, 'AWS address')}: DNS cannot move them.`,
    `Choose the tier; ${tier.recommended} is recommended.`,
    waves[0] !== undefined &&
      `Rehearse the first wave, ${waves[0].name}, with ${counted(waves[0].apis.length, 'API')}.`,
  ];
  return steps.filter((step) => step !== false);
}

/** Remedies of a severity, by how many findings have them. */
function mostFrequent(
  findings: readonly Finding[],
  severity: Finding['severity'],
  most: number,
): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const each of findings)
    if (each.severity === severity) counts.set(each.remedy, (counts.get(each.remedy) ?? 0) + 1);
  return [...counts].toSorted(([, a], [, b]) => b - a).slice(0, most);
}

/** A few lines for each of the people of the product. */
export function readersOf(facts: Facts): readonly ReaderSummary[] {
  const { counts, ledger, tier, apis, waves, gaps, certificates, fixedCallers, backends, roles, planDigest } = facts;
  const unchanged = apis.filter(({ ledger: own }) => own.blocked === 0 && own.manual === 0).length;
  const guards = facts.findings.filter(({ severity, code }) => severity === 'blocker' && ACCESS.test(code)).length;
  const keyed = apis.filter(({ routes }) => routes.some(({ apiKeyRequired }) => apiKeyRequired)).length;
  const open = apis.reduce(
    (sum, { routes }) =>
      sum + routes.filter(({ authorization, apiKeyRequired }) => authorization === 'NONE' && !apiKeyRequired).length,
    0,
  );
  return [
    {
      reader: 'Platform engineer',
      points: [
        `The ledger balances: ${counted(ledger.total, 'construct')} = ${ledger.translated} translated + ${ledger.differs} with a difference + ${ledger.manual} manual + ${ledger.blocked} blocked.`,
        `${tier.recommended}: ${tier.reason}`,
        `${counted(gaps.length, 'gap')} of discovery; ${counted(backends.length, 'backend')}, ${backends.filter(({ decision }) => decision === 'repoint').length} of them need a network path.`,
        'Running the assessment again on the same input gives the same plan.',
      ],
    },
    {
      reader: 'API owner',
      points: [
        `${unchanged} of ${counted(apis.length, 'API')} move without work by hand; each API has its page below with what its callers notice.`,
        `${counted(fixedCallers.length, 'AWS address')} may have callers that must change their address themselves.`,
        'API keys keep their values.',
      ],
    },
    {
      reader: 'Security reviewer',
      points: [
        `${counted(guards, 'blocker')} of access control: what cannot be carried exactly is blocked, never left open.`,
        `${counted(open, 'operation')} without an authorizer or key today; ${counted(keyed, 'API')} with keys.`,
        `${certificates.filter(({ path }) => path === 'export').length} of ${counted(certificates.length, 'certificate')} can move; keys pass in one step into Key Vault.`,
        `${counted(roles.aws.length, 'group')} of AWS actions and ${counted(roles.azure.length, 'role')} of Azure are all that is needed. Secrets stand in this report as fingerprints only.`,
      ],
    },
    {
      reader: 'Change approver',
      points: [
        `${counted(waves.length, 'wave')}; the first moves ${counted(waves[0]?.apis.length ?? 0, 'API')} and ${counted(waves[0]?.hostnames.length ?? 0, 'host name')}.`,
        `${counted(counts.hostnames, 'host name')} in all. A rollback puts the DNS records back as they were; callers follow when their caches expire.`,
        `What is approved is the plan ${planDigest.slice(0, 19)}…; nothing else runs.`,
        'Rollback time is measured in the rehearsal; an assessment cannot know it.',
      ],
    },
  ];
}

const ACCESS =
  /^(ROUTE-(IAM|MUTUAL-TLS|PRIVATE|ENDPOINT-OFF)|RESOURCE-POLICY|JWT-|MUTUAL-TLS|UNCLAIMED|NOT-READ|PRIVATE-|VPC-ENDPOINT-POLICY)/;
