import { idOf, LINKS, type Lack, type ReadinessRule } from '../readiness-rule.ts';

/** An API center and action groups that run.json names. */
export const namedResources: ReadinessRule = ({ surroundings: { apiCenter, actionGroups }, request: { target } }) => {
  const lacks: Lack[] = [];
  if (apiCenter !== undefined && apiCenter.state !== 'there')
    lacks.push({
      code: 'API-CENTER-MISSING',
      message: `The API center that run.json names ${apiCenter.state === 'missing' ? 'is not there' : `could not be read: ${apiCenter.reason}`}.`,
      needed: 'All APIs are listed there.',
      without: 'No entry can be made.',
      remedy: 'Deploy bicep/api-center.bicep, or correct the id in run.json.',
      owner: 'platform team',
      link: LINKS.apiCenter,
      at: target.apiCenter ?? '',
      ...(apiCenter.state === 'missing' && {
        blocks: (step) => idOf(step).startsWith(`${target.apiCenter ?? ''}/`),
      }),
    });
  for (const { id, found } of actionGroups)
    if (found.state === 'missing')
      lacks.push({
        code: 'ACTION-GROUP-MISSING',
        message: `The action group ${id.slice(id.lastIndexOf('/') + 1)} that run.json names is not there.`,
        needed: 'Alerts tell it.',
        without: 'An alert that names it is refused.',
        remedy: 'Make it, or name addresses (target.alerts.emails) instead.',
        owner: 'platform team',
        link: LINKS.actionGroups,
        at: id,
        blocks: (step) => /\/metricAlerts\//i.test(idOf(step)),
      });
  return lacks;
};
