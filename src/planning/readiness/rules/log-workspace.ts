import type { Step } from '../../../model/plan.ts';
import { idOf, LINKS, type ReadinessRule } from '../readiness-rule.ts';

const isAboutLogs = (step: Step): boolean => /\/(diagnosticSettings|workbooks)\//i.test(idOf(step));

/** CloudWatch keeps logs of API Gateway; here a workspace does (the guide, feature mapping and prepare). */
export const logWorkspace: ReadinessRule = ({ surroundings: { logWorkspace: read }, request: { target } }) => {
  const common = { owner: 'platform team', link: LINKS.monitoring } as const;
  if (read === undefined)
    return [
      {
        ...common,
        code: 'LOG-WORKSPACE',
        message: 'run.json names no log workspace: the run sends no logs of the service anywhere.',
        needed: 'Logs show who calls what, and why a call failed, as CloudWatch Logs did.',
        without: 'There are metrics only.',
        remedy: 'Name one (target.logWorkspace), or deploy bicep/diagnostic-settings.bicep.',
        at: 'run:target/logWorkspace',
      },
    ];
  if (read.state === 'there') return [];
  return [
    {
      ...common,
      code: 'LOG-WORKSPACE-MISSING',
      message:
        read.state === 'missing'
          ? 'The log workspace that run.json names is not there.'
          : `The log workspace that run.json names could not be read: ${read.reason}`,
      needed: 'The service sends its logs there.',
      without: 'Nothing can be sent there.',
      remedy: 'Make it, let the run read it, or correct the id in run.json.',
      at: target.logWorkspace ?? '',
      ...(read.state === 'missing' && { blocks: isAboutLogs }),
    },
  ];
};
