/** Placeholders that the SDK replaces; they stand in the URLs literally. */
const OPERATIONS = {
  statusQueryGetUri: '?',
  sendEventPostUri: '/raiseEvent/{eventName}?',
  terminatePostUri: '/terminate?reason={text}&',
  rewindPostUri: '/rewind?reason={text}&',
  purgeHistoryDeleteUri: '?',
  restartPostUri: '/restart?',
  suspendPostUri: '/suspend?reason={text}&',
  resumePostUri: '/resume?reason={text}&',
} as const;

export const WEBHOOKS = '/runtime/webhooks/durabletask';
/** The SDK asks for a key; on loopback it guards nothing. */
const query = (hub: string): string => `taskHub=${hub}&connection=Storage&code=local`;

/** The management URLs of one instance on `origin`. */
export function managementUrls(
  origin: string,
  hub: string,
  id: string,
): Record<keyof typeof OPERATIONS, string> & { id: string } {
  const urls = Object.entries(OPERATIONS).map(([name, tail]) => [
    name,
    `${origin}${WEBHOOKS}/instances/${id}${tail}${query(hub)}`,
  ]);
  return { id, ...(Object.fromEntries(urls) as Record<keyof typeof OPERATIONS, string>) };
}

/** The value of a durable client binding, JSON text (shape read in durable-functions 3.5 and recorded 2026-11-23). */
export function clientBinding(origin: string, hub: string): string {
  const start = `${origin}${WEBHOOKS}/orchestrators/{functionName}[/{instanceId}]?`;
  return JSON.stringify({
    taskHubName: hub,
    creationUrls: {
      createNewInstancePostUri: `${start}${query(hub)}`,
      createAndWaitOnNewInstancePostUri: `${start}timeout={timeoutInSeconds}&pollingInterval={intervalInSeconds}&${query(hub)}`,
    },
    managementUrls: managementUrls(origin, hub, 'INSTANCEID'),
    baseUrl: `${origin}${WEBHOOKS}`,
    requiredQueryStringParameters: query(hub),
    // Ends in a slash: the SDK appends to it, and edits URLs by text where it is missing.
    rpcBaseUrl: `${origin}${WEBHOOKS}/`,
  });
}
