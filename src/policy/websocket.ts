import type { PolicyDocument, PolicyElement } from './tree.ts';
import { elementsOf, SECTION_ELEMENTS, SECTIONS } from './tree.ts';

/** Type of an API of API Management, as far as it decides which policies may stand on it. */
export type ApiKind = 'http' | 'websocket';

/**
 * What the one operation of a WebSocket API, `onHandshake`, takes none of; inherited from all APIs or from a product they are skipped
 * (Microsoft Learn, Import a WebSocket API, Unsupported policies; read 2026-11-29). Their text of a body is left out of
 * return-response as well: the page names set-body without saying where.
 */
export const NOT_ON_HANDSHAKE: ReadonlySet<string> = new Set([
  'mock-response',
  'cache-lookup',
  'cache-store',
  'cross-domain',
  'cors',
  'jsonp',
  'set-method',
  'set-body',
  'xml-to-json',
  'json-to-xml',
  'xsl-transform',
  'validate-content',
  'validate-parameters',
  'validate-headers',
  'validate-status-code',
]);

/** Places of a document that hold what a handshake takes none of, however deep: `inbound/choose[1]/when[1]/cors[1]`. */
export function notOnHandshake(document: PolicyDocument): readonly { readonly place: string; readonly name: string }[] {
  return SECTIONS.flatMap((section) => within(elementsOf(document[section]), SECTION_ELEMENTS[section]));
}

function within(elements: readonly PolicyElement[], place: string): { place: string; name: string }[] {
  return elements.flatMap((element, index) => {
    const here = `${place}/${element.name}[${index + 1}]`;
    const own = NOT_ON_HANDSHAKE.has(element.name) ? [{ place: here, name: element.name }] : [];
    return [...own, ...within(elementsOf(element.children), here)];
  });
}
