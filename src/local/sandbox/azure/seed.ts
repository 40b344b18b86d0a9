import type { Json } from './answers.ts';
import { servicePath } from './context.ts';
import { newService } from './new-service.ts';
import { apimEtag, findResource, putResource } from './resource-store.ts';
import type { AzureState } from './state.ts';

const SERVICE_POLICY =
  '<policies>\r\n\t<inbound />\r\n\t<backend>\r\n\t\t<forward-request />\r\n\t</backend>\r\n\t<outbound />\r\n</policies>';

const GROUPS = {
  Administrators:
    'Administrators is a built-in group containing the admin email account provided at the time of service creation. Its membership is managed by the system.',
  Developers:
    'Developers is a built-in group. Its membership is managed by the system. Signed-in users fall into this group.',
  Guests:
    'Guests is a built-in group. Its membership is managed by the system. Unauthenticated users visiting the developer portal fall into this group.',
};

/** What a new API Management service has from the start; nothing that is there already is touched. */
export function seedService(state: AzureState, now: number): void {
  const root = servicePath(state);
  const add = (id: string, name: string, type: string, properties: Json): void => {
    if (findResource(state, id)) return;
    putResource(state, { id, name, type: `Microsoft.ApiManagement/service${type}`, properties }, apimEtag);
  };
  if (!findResource(state, root)) putResource(state, newService(state, now), apimEtag);
  add(`${root}/policies/policy`, 'policy', '/policies', { format: 'xml', value: SERVICE_POLICY });
  for (const [displayName, description] of Object.entries(GROUPS)) {
    const name = displayName.toLowerCase();
    add(`${root}/groups/${name}`, name, '/groups', { displayName, description, builtIn: true, type: 'system' });
  }
}
