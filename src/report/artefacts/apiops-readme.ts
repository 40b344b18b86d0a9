/**
 * What a person has to know before publishing the folder. @param left paths of resources that the format has no place for
 */
export function apiopsReadme(
  left: readonly string[],
  format: 'xml' | 'rawxml',
  webSocketApis: readonly string[] = [],
): string {
  const operations = left.filter((path) => /^apis\/[^/]+\/operations\/[^/]+$/.test(path));
  const others = left.filter((path) => !operations.includes(path));
  return `# API Management, as planned

This folder is published by the publisher of Azure/apiops (format read 2026-11-25 in its sources, tools/code/common).
Give it \`configuration.crossgate.yaml\`: policies are written as \`${format}\`, and the publisher takes \`rawxml\` unless told.
Azure/apiops-cli reads other folder names (\`namedValues\`, \`policyFragments\`, \`versionSets\`, \`products/ID/apis.json\`) and
sends policies as \`rawxml\` (its docs/reference/artifact-format.md, read 2026-11-25): it is not served by this folder.

## What the format has no place for

- Values of API keys. A subscription is published without one and gets a new key; set the old one from the source.
- Order. APIs are open as soon as they are published. A migration run imports them closed and opens them at the end.
- Host names, certificates and DNS.
- Operations that an import cannot spell. A specification holds a wildcard as a parameter; put these operations as their
  \`operationInformation.json\` says after publishing, else they match one segment only:
${listOf(operations)}
- Other resources, each with a file of its properties here that the publisher passes over; Bicep and ARM JSON carry them:
${listOf(others)}
${webSocketApis.length === 0 ? '' : webSockets(webSocketApis)}`;
}

/** Azure/apiops, issue 867 (open, read 2026-11-29) asks for them. */
const webSockets = (apis: readonly string[]): string => `
## WebSocket APIs

They have no specification, and no operation of their own: the service makes \`onHandshake\`, whose policy is here. Azure/apiops names
WebSocket APIs as a wish (issue 867); where your publisher leaves them out, put these as in plan.json:
${listOf(apis)}
`;

const listOf = (paths: readonly string[]): string =>
  paths.length === 0 ? '  - none' : paths.map((path) => `  - \`${path}\``).join('\n');
