import { WORKBOOK_VERSION, workbookBody, workbookNotebook } from '../../../planning/surroundings/workbook-notebook.ts';
import type { ArtefactFile } from '../artefact-file.ts';
import { bicepComment, bicepOf, Reference } from './bicep-text.ts';

/** The workbook as an entry point, its notebook beside it. */
export function workbookFiles(): readonly ArtefactFile[] {
  const resource = bicepOf({
    name: new Reference("guid(resourceGroup().id, 'crossgate-workbook')"),
    ...workbookBody(
      new Reference('location'),
      new Reference('serviceId'),
      new Reference("loadTextContent('parts/workbook.json')"),
    ),
  });
  return [
    { path: 'bicep/parts/workbook.json', content: `${JSON.stringify(workbookNotebook(), null, 2)}\n` },
    {
      path: 'bicep/workbook.bicep',
      content: `${bicepComment('Calls, errors, latencies, bytes and hits of the cache on one page; the logs are those of the workspace that the service sends them to.')}param serviceId string\nparam location string = resourceGroup().location\n\nresource workbook 'Microsoft.Insights/workbooks@${WORKBOOK_VERSION}' = ${resource}\n`,
    },
  ];
}
