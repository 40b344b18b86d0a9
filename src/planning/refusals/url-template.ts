/** Names between braces, in order; a wildcard's without its star. */
export const templateNames = (template: string): readonly string[] =>
  template.includes('{') ? [...template.matchAll(/\{\*?([^{}]*)\}/g)].map(([, name = '']) => name) : [];

/**
 * What tells two operations of an API apart: the method and the template without regard to case and to the names of parameters
 * (Azure/apiops issue 670: "2 operations with signature 'GET /submissions/{datetimeoffset}'"; read 2026-11-29).
 */
export const signatureOf = (method: string, template: string): string =>
  `${method.toUpperCase()} ${template
    .replace(/\{(\*?)[^{}]*\}/g, (_, star: string) => `{${star}}`)
    .replace(/\/+$/, '')
    .toLowerCase()}`;
