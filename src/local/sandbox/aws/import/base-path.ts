import { listAt, objectAt, textOf, type Json } from './document.ts';

/** What becomes of the definition's base path (ImportRestApi, parameter basepath). */
export type BasePathMode = 'ignore' | 'prepend' | 'split';

/** The prefix of every path: all of the base path, what follows its first segment, or nothing (recorded 2025-07-02). */
export function basePathOf(document: Json, mode: BasePathMode): string {
  const base = declared(document).replace(/\/+$/, '');
  if (mode === 'ignore' || base === '') return '';
  return mode === 'prepend' ? base : base.replace(/^\/[^/]*/, '');
}

function declared(document: Json): string {
  const swagger = textOf(document['basePath']);
  if (swagger !== undefined) return swagger;
  const server = listAt(document, 'servers')[0];
  const variable = textOf(objectAt(objectAt(server, 'variables'), 'basePath')['default']);
  if (variable !== undefined) return variable.startsWith('/') ? variable : `/${variable}`;
  const url = textOf(objectAt({ server }, 'server')['url']) ?? '';
  return url.replace(/^https?:\/\/[^/]*/, '');
}
