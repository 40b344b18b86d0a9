import type { Step } from '../../../model/plan.ts';
import { allows } from '../permission.ts';
import { LINKS, type ReadinessRule } from '../readiness-rule.ts';

/** What the run's identity must be allowed to do at the target, step by step; what it lacks stops only those that need it. */
export const permissions: ReadinessRule = ({ surroundings: { permissions: read }, steps }) => {
  const common = { owner: 'security team', link: LINKS.roles } as const;
  if (read.state !== 'there')
    return [
      {
        ...common,
        code: 'RUN-PERMISSION-UNKNOWN',
        message: `What the run may do at the target could not be seen${read.state === 'unknown' ? `: ${read.reason}` : ''}.`,
        needed: 'The run writes to the service and to what stands around it.',
        without: 'A step that it may not make is refused.',
        remedy: 'Let the run read its permissions (Reader), or look yourself.',
      },
    ];
  const needed = Map.groupBy(steps, actionOf);
  return [...needed].flatMap(([action, own]) => {
    if (action === undefined || allows(read.value, action)) return [];
    const ids = new Set(own.map(({ id }) => id));
    return [
      {
        ...common,
        code: 'RUN-PERMISSION',
        message: `The run's identity may not do ${action}, which ${own.length === 1 ? 'one step needs' : `${own.length} steps need`}.`,
        needed: 'The run makes these steps.',
        without: 'Each of them is refused.',
        remedy: `Give the identity a role with ${action}, such as ${roleFor(action)}.`,
        at: `permission:${action}`,
        blocks: ({ id }: Step) => ids.has(id),
      },
    ];
  });
};

/** Of the step's write; undefined for what ARM does not decide. */
function actionOf({ kind, payload }: Step): string | undefined {
  const { path, id } = payload;
  if (typeof id === 'string' && kind === 'put-azure-resource') return `${typeOf(id)}/write`;
  if (kind === 'bind-hostnames') return 'Microsoft.ApiManagement/service/write';
  if (typeof path !== 'string') return undefined;
  const collections = path.split('/').filter((_, index) => index % 2 === 0);
  return `Microsoft.ApiManagement/service/${collections.join('/')}/write`;
}

/** `Microsoft.Insights/metricAlerts` of an id. */
function typeOf(id: string): string {
  const [provider = '', ...parts] = id
    .slice(id.toLowerCase().lastIndexOf('/providers/') + '/providers/'.length)
    .split('/');
  return [provider, ...parts.filter((_, index) => index % 2 === 0)].join('/');
}

/** Built-in roles (Microsoft Learn, built-in roles; read 2026-11-29). */
function roleFor(action: string): string {
  if (action.startsWith('Microsoft.ApiManagement/')) return 'API Management Service Contributor at the service';
  if (action.startsWith('Microsoft.ApiCenter/')) return 'Azure API Center Service Contributor at the API center';
  if (action.startsWith('Microsoft.Insights/')) return 'Monitoring Contributor at the resource group';
  return 'Network Contributor at the resource group of the front';
}
