import { servicePath } from './context.ts';
import type { Json } from './answers.ts';
import { apimEtag, findResource, putResource } from './resource-store.ts';
import type { AzureState } from './state.ts';

const SERVICE_POLICY =
  '<policies>\r\n\t<inbound />\r\n\t<backend>\r\n\t\t<forward-request />\r\n\t</backend>\r\n\t<outbound />\r\n</policies>';

/** What a new API Management service has from the start; nothing that is there already is touched. */
export function seedService(state: AzureState): void {
  const root = servicePath(state);
  const hostName = `${state.service}.azure-api.net`;
  const add = (id: string, name: string, type: string, properties: Json): void => {
    if (findResource(state, id)) return;
    putResource(state, { id, name, type: `Microsoft.ApiManagement/service${type}`, properties }, apimEtag);
  };
  add(root, state.service, '', {
    provisioningState: 'Succeeded',
    gatewayUrl: `https://${hostName}`,
    publisherEmail: 'sandbox@example.test',
    publisherName: 'Crossgate sandbox',
    hostnameConfigurations: [{ type: 'Proxy', hostName, defaultSslBinding: true, certificateSource: 'BuiltIn' }],
  });
  add(`${root}/policies/policy`, 'policy', '/policies', { format: 'xml', value: SERVICE_POLICY });
  for (const displayName of ['Administrators', 'Developers', 'Guests']) {
    const name = displayName.toLowerCase();
    add(`${root}/groups/${name}`, name, '/groups', { displayName, builtIn: true, type: 'system' });
  }
}
