import { shortHash } from '../../features/operations.ts';
import { wafPolicyOf } from '../../features/firewall/waf-policy.ts';
import type { AwsInventory } from '../../model/aws-inventory.ts';
import type { PlanWave, Step } from '../../model/plan.ts';
import type { RunRequest } from '../../model/run.ts';
import type { TargetSurroundings } from '../../model/target-surroundings.ts';
import { alertSteps } from './alert-steps.ts';
import { apiCenterSteps } from './api-center-steps.ts';
import { aroundStep } from './around.ts';
import { DIAGNOSTICS_VERSION, diagnosticSettingsBody } from './diagnostic-settings.ts';
import { FIREWALL_TYPE, FIREWALL_VERSION, firewallBody } from './firewall-policy.ts';
import { groupIn, groupOf, serviceIdOf } from './scopes.ts';
import { WORKBOOK_VERSION, workbookBody, workbookNotebook } from './workbook-notebook.ts';

/**
 * Steps for what stands around the service, as far as run.json says where it goes: alerts, logs, a workbook, firewall policies, the
 * catalogue. They belong to no API, so that none is taken back because of them.
 */
export function surroundingSteps(
  inventory: AwsInventory,
  request: RunRequest,
  waves: readonly PlanWave[],
  gatewayHost: string,
  surroundings: TargetSurroundings,
): readonly Step[] {
  return [
    ...alertSteps(inventory.alarms, request),
    ...logSteps(inventory, request, surroundings),
    ...firewallSteps(inventory, request, surroundings),
    ...apiCenterSteps(inventory, request, waves, gatewayHost),
  ];
}

/** The service's logs to the workspace, unless they go there already, and the workbook that asks for them. */
function logSteps(
  { apis }: AwsInventory,
  { target, waves: [wave] }: RunRequest,
  { service, logSettings }: TargetSurroundings,
): readonly Step[] {
  const { logWorkspace } = target;
  if (logWorkspace === undefined || wave === undefined) return [];
  const serviceId = serviceIdOf(target);
  const place = { wave: wave.name, phase: 'importing', unit: 'logs' } as const;
  const from = apis.slice(0, 1).map(({ at }) => at);
  const notebook = JSON.stringify(workbookNotebook({ service: serviceId, workspace: logWorkspace }));
  const workbook = aroundStep(
    {
      id: `${groupOf(target)}/providers/Microsoft.Insights/workbooks/${guidOf(serviceId)}`,
      apiVersion: WORKBOOK_VERSION,
      body: { tags: {}, ...workbookBody(service.location, serviceId, notebook) },
    },
    { summary: 'a workbook with what was watched at API Gateway', from, place: { ...place, unit: 'workbook' } },
  );
  if (logSettings.length > 0) return [workbook];
  const settings = {
    id: `${serviceId}/providers/Microsoft.Insights/diagnosticSettings/crossgate`,
    apiVersion: DIAGNOSTICS_VERSION,
    body: diagnosticSettingsBody(logWorkspace),
  };
  return [aroundStep(settings, { summary: "send the service's logs to the log workspace", from, place }), workbook];
}

/** Policies of the web ACLs beside the front, which detect only and guard nothing until somebody attaches them. */
function firewallSteps(
  { webAcls }: AwsInventory,
  { target: { applicationGateway: front }, waves: [wave] }: RunRequest,
  { service, applicationGateway }: TargetSurroundings,
): readonly Step[] {
  if (front === undefined || wave === undefined) return [];
  const location = applicationGateway?.state === 'there' ? applicationGateway.value.location : service.location;
  return webAcls.map((acl) => {
    const { policy } = wafPolicyOf(acl);
    return aroundStep(
      {
        id: `${groupIn(front)}/providers/${FIREWALL_TYPE}/${policy.name}`,
        apiVersion: FIREWALL_VERSION,
        body: { tags: {}, ...firewallBody(policy, location, 'Detection') },
      },
      {
        summary: `a firewall policy that detects what the web ACL ${acl.name} refuses`,
        from: [acl.at],
        place: { wave: wave.name, phase: 'importing', unit: `firewall-${policy.name}` },
      },
    );
  });
}

/** A workbook's name is a GUID: always the same one for one service. */
function guidOf(text: string): string {
  const [, ...parts] = /^(.{8})(.{4}).(.{3}).(.{3})(.{12})/.exec(shortHash(`workbook ${text.toLowerCase()}`, 32)) ?? [];
  const [one = '', two = '', three = '', four = '', five = ''] = parts;
  return `${one}-${two}-5${three}-8${four}-${five}`;
}
