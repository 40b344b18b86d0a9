import type { TemplateOverrides } from '../../../vtl/template.ts';
import type { SandboxResponse } from '../http-server.ts';
import { renamed } from './answer-headers.ts';
import { isRecord } from './execute-policy.ts';
import { refuseFatal, type IntegrationKind, type MappedParameters } from './parameter-mapping.ts';
import { valueText } from './value-text.ts';

/**
 * The parameters of an integration's request with what its template overrides, after all mappings; a list has several values (API Gateway
 * guide, override parameters; read 2026-11-29). The override of a path fills its placeholder in the integration's URI.
 */
export function overrideRequest(
  mapped: MappedParameters,
  { requestOverride: { header, path, querystring } }: TemplateOverrides,
  to: IntegrationKind,
): MappedParameters {
  const headers = new Map(Object.entries(mapped.headers));
  for (const [name, values] of valuesOf(header)) {
    refuseFatal(name, to);
    for (const known of headers.keys()) if (known.toLowerCase() === name.toLowerCase()) headers.delete(known);
    headers.set(name, values.join(','));
  }
  return {
    headers: Object.fromEntries(headers),
    query: { ...mapped.query, ...Object.fromEntries(valuesOf(querystring)) },
    path: { ...mapped.path, ...Object.fromEntries(valuesOf(path).map(([name, values]) => [name, values.join(',')])) },
  };
}

/** The method's answer with the status and headers that templates override. What is no status of 100 to 599 is ignored. */
export function overrideAnswer(
  answer: SandboxResponse,
  { responseOverride: { status, header } }: TemplateOverrides,
): SandboxResponse {
  const headers = { ...answer.headers };
  for (const [name, values] of valuesOf(header)) {
    const key = name.toLowerCase();
    if (key !== 'transfer-encoding') headers[renamed(key)] = values.length === 1 ? (values[0] ?? '') : values;
  }
  return { ...answer, status: statusOf(status) ?? answer.status, headers };
}

function statusOf(value: unknown): number | undefined {
  const status = typeof value === 'number' || typeof value === 'string' ? Number(value) : Number.NaN;
  return Number.isInteger(status) && status >= 100 && status <= 599 ? status : undefined;
}

/** A template may put anything where a map is: what is none overrides nothing. */
function valuesOf(map: unknown): readonly (readonly [string, readonly string[]])[] {
  if (!isRecord(map)) return [];
  return Object.entries(map).map(([name, value]) => [name, (Array.isArray(value) ? value : [value]).map(valueText)]);
}
