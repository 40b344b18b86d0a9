import { parseDocument } from '../../../definitions/parse-document.ts';
import { isDefinition, readDefinition } from '../../../definitions/read-definition.ts';
import type { AwsApi } from '../../../model/aws.ts';
import type { DiscoveryGap } from '../../../model/aws-account.ts';
import { FailureError } from '../../../model/outcome.ts';
import { gapOf, type AwsRead } from './paced-calls.ts';
import type { SourceReading } from './source-reading.ts';

/** What a stage serves, by its export; or why there is none. */
export type StageExport =
  { readonly api: AwsApi; readonly gaps: readonly DiscoveryGap[] } | { readonly failed: DiscoveryGap };

/**
 * Asks for the export of a stage, the one way to read what it serves (mapping A3).
 * @param tree the API as it can be edited: an export names neither stage settings nor the kind of endpoint, so these are the tree's
 */
export async function stageExport(reading: SourceReading, tree: AwsApi): Promise<StageExport> {
  const { id, stage, type, at } = tree;
  const [call, path] =
    type === 'REST'
      ? ['GetExport', `/restapis/${id}/stages/${stage.name}/exports/oas30`]
      : ['ExportApi', `/apis/${id}/exports/OAS30`];
  const read = reading.read(call, path, at);
  const send = type === 'REST' ? restExport : httpExport;
  try {
    const bytes = await reading.calls.send(read, async () => await send(reading, tree));
    return definitionOf(bytes, read, tree);
  } catch (error) {
    return { failed: gapOf(error, read) };
  }
}

async function restExport({ clients, scope }: SourceReading, { id, stage }: AwsApi): Promise<Uint8Array> {
  const { GetExportCommand } = await import('@aws-sdk/client-api-gateway');
  const client = await clients.restApis(scope);
  const parameters = { extensions: 'apigateway' };
  const input = { restApiId: id, stageName: stage.name, exportType: 'oas30', accepts: 'application/json', parameters };
  return (await client.send(new GetExportCommand(input))).body ?? new Uint8Array();
}

async function httpExport({ clients, scope }: SourceReading, { id, stage }: AwsApi): Promise<Uint8Array> {
  const { ExportApiCommand } = await import('@aws-sdk/client-apigatewayv2');
  const client = await clients.httpApis(scope);
  const format = { Specification: 'OAS30', OutputType: 'JSON', IncludeExtensions: true } as const;
  return (
    (await client.send(new ExportApiCommand({ ApiId: id, StageName: stage.name, ...format }))).body ?? new Uint8Array()
  );
}

/** Some emulators give 200 and a page, or a definition that holds nothing: an export counts only with operations. */
function definitionOf(bytes: Uint8Array, read: AwsRead, tree: AwsApi): StageExport {
  const parsed = parseDocument({ bytes });
  if (!parsed.ok) return unusable(read, `what it gave cannot be read: ${parsed.error}`);
  if (!isDefinition(parsed.value)) return unusable(read, 'what it gave is no API definition');
  const { api, gaps } = readDefinition(parsed.value, { ...tree, readFrom: 'export' });
  if (api.routes.length === 0) return unusable(read, 'what it gave holds no operation');
  // What looks like a placeholder is text in what is deployed.
  return { api, gaps: gaps.filter(({ call }) => call !== 'A placeholder') };
}

function unusable(read: AwsRead, reason: string): StageExport {
  const message = `${read.call} answered, but ${reason}`;
  return {
    failed: gapOf(new FailureError({ kind: 'invalid', code: 'unusable-export', message, at: read.at.arn }), read),
  };
}
