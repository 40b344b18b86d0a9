/** Logs of the gateway that tables of their own hold, and metrics (Microsoft Learn, API Management monitoring data; read 2026-11-29). */
export const DIAGNOSTICS_VERSION = '2021-05-01-preview';

/** What the service sends to a log workspace: `Dedicated` are the tables that the workbook asks, such as ApiManagementGatewayLogs. */
export const diagnosticSettingsBody = <Ref>(workspaceId: Ref) => ({
  properties: {
    workspaceId,
    logAnalyticsDestinationType: 'Dedicated',
    logs: [
      { category: 'GatewayLogs', enabled: true },
      { category: 'WebSocketConnectionLogs', enabled: true },
    ],
    metrics: [{ category: 'AllMetrics', enabled: true }],
  },
});
